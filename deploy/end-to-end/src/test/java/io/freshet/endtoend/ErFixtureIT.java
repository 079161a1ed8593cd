package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.embedded.DeletedTree;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fixture ER of the acceptance scenarios: each step is counted in launches, which are processes that really started. The
 * steps follow each other on one system, because what a step launches depends on what the one before left.
 *
 * <p>{@code -Dfreshet.er.days=N} says of how many dates from 2025-01-01, 52 to 365: the scenario's own number is 365.
 */
@TestMethodOrder(OrderAnnotation.class)
final class ErFixtureIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int DAYS = Integer.getInteger("freshet.er.days", 52);
    private static final int FILES = DAYS * ErFixture.SITES.size();
    private static final LocalDate CHANGED = LocalDate.of(2025, 2, 20);

    /** More than the default, since the tasks are short: an attempt has its slot for longer than its process takes. */
    private static final int SLOTS = 24;

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private static RunningSystem system;
    private static ErFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        system = RunningSystem.start(directory.resolve("data"), Map.of("freshet.admission.default-slots", SLOTS));
        fixture = new ErFixture(system.namespace("prod"), DAYS);
    }

    @AfterAll
    static void stop() throws IOException {
        system.close();
        DeletedTree.delete(directory);
    }

    @Test
    @Order(1)
    void a_cold_load_launches_every_instance_once() throws Exception {
        fixture.deliverAll();

        system.deploy("prod", ErFixture.bundle(directory.resolve("v1"), 1));

        awaitLaunches(fixture.instances());
        assertEquals(
                Map.of("clean", FILES, "daily", DAYS, "monthly", fixture.months(), "report", 1),
                system.witness().byTask());
        assertEquals(expectedReport(), report());
    }

    @Test
    @Order(2)
    void running_it_again_launches_nothing() throws Exception {
        Map<String, Integer> before = system.witness().byTask();
        int runs = system.witness().runs().size();

        system.run(WorkflowRef.parse("prod/er"));

        awaitRuns(runs + 1);
        assertEquals(Map.of(), since(before));
    }

    @Test
    @Order(3)
    void one_changed_file_launches_its_chain() throws Exception {
        Map<String, Integer> before = system.witness().byTask();

        fixture.deliver(CHANGED, "north", "7\n");

        awaitLaunches(total(before) + 4);
        assertEquals(Map.of("clean", 1, "daily", 1, "monthly", 1, "report", 1), since(before));
    }

    @Test
    @Order(4)
    void equal_bytes_launch_nothing() throws Exception {
        Map<String, Integer> before = system.witness().byTask();

        fixture.deliver(CHANGED, "north", "7\n");
        fixture.deliver(CHANGED.plusDays(1), "north", "# a comment is cleaned away\n");

        awaitLaunches(total(before) + 1);
        assertEquals(Map.of("clean", 1), since(before));
    }

    @Test
    @Order(5)
    void a_new_version_that_differs_on_few_files_stops_everywhere_else() throws Exception {
        Map<String, Integer> before = system.witness().byTask();
        int days = fixture.filesWithTests();
        int months = fixture.monthsWithTests();

        system.deploy("prod", ErFixture.bundle(directory.resolve("v2"), 2));

        awaitLaunches(total(before) + FILES + days + months + 1);
        assertEquals(Map.of("clean", FILES, "daily", days, "monthly", months, "report", 1), since(before));
        RunFinished.Summary summary = system.witness().runs().stream()
                .filter(run -> run.summary().executed() == FILES + days + months + 1)
                .findFirst()
                .orElseThrow()
                .summary();
        assertEquals(DAYS - days + fixture.months() - months, summary.cutOff());
    }

    /** Waits for one more run than there were, which is how a step shows its end that launches nothing. */
    private static void awaitRuns(int count) throws Exception {
        Eventually.eventually(
                LIMIT, () -> assertEquals(count, system.witness().runs().size()));
        awaitNothingOpen();
    }

    /** Waits until so many processes have started in all, and every run has finished; whether there were more is for the test to say. */
    private static void awaitLaunches(int count) throws Exception {
        Eventually.eventually(
                LIMIT,
                () -> assertTrue(
                        system.witness().total() >= count,
                        () -> system.witness().byTask().toString()));
        awaitNothingOpen();
    }

    private static void awaitNothingOpen() throws Exception {
        Eventually.eventually(LIMIT, () -> {
            int executed = system.witness().runs().stream()
                    .mapToInt(run -> run.summary().executed())
                    .sum();
            assertEquals(0, system.witness().openRuns());
            assertEquals(executed, system.witness().total());
        });
        system.shown().await("prod", LIMIT);
    }

    private static int total(Map<String, Integer> launches) {
        return launches.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> since(Map<String, Integer> before) {
        Map<String, Integer> difference = new TreeMap<>();
        system.witness().byTask().forEach((task, count) -> {
            int more = count - before.getOrDefault(task, 0);
            if (more != 0) {
                difference.put(task, more);
            }
        });
        return difference;
    }

    private static String report() throws Exception {
        Path file = system.namespace("prod").resolve("report/report.csv");
        Eventually.eventually(LIMIT, () -> assertEquals(true, Files.exists(file)));
        return Files.readString(file).strip();
    }

    /** The total of all sites and days, by the rule of the fixture, tests included. */
    private static String expectedReport() {
        long total = fixture.dates()
                .flatMapToLong(date ->
                        ErFixture.SITES.stream().mapToLong(site -> 15L * date.getDayOfYear() + 5L * site.length()))
                .sum();
        return Long.toString(total + fixture.filesWithTests() * 1_000_000L);
    }
}
