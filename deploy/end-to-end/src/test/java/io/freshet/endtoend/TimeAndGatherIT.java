package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Complete gathers, windows and chains over time, as a data engineer writes them, with real processes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TimeAndGatherIT extends WithRunningSystem {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static Map<String, Integer> before = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        WorkflowFile.write(bundle, "visits", """
                  datasets:
                    visits:  {path: visits, layout: "{site}/{date:yyyy-MM-dd}.txt", watch: {settle: 0s}}
                    days:    {path: days, layout: "{date:yyyy-MM-dd}.txt"}
                    rolling: {path: rolling, layout: "{date:yyyy-MM-dd}.txt"}
                    totals:  {path: totals, layout: "{date:yyyy-MM-dd}.txt"}
                    partial: {path: partial, layout: "{date:yyyy-MM-dd}.txt"}
                  tasks:
                    day:
                      inputs: {visits: {expect: {site: [north, south]}}}
                      outputs: {days: {}}
                      run: {command: [sh, -c, 'cat "$FRESHET_IN_VISITS"/*/*.txt | awk "{s += \\$1} END {print s}" > "$FRESHET_OUT_DAYS/$FRESHET_PARTITION_DATE.txt"']}
                    roll:
                      inputs: {days: {window: {date: 3}}}
                      outputs: {rolling: {}}
                      run: {command: [sh, -c, 'cat "$FRESHET_IN_DAYS"/*.txt | awk "{s += \\$1} END {print s}" > "$FRESHET_OUT_ROLLING/$FRESHET_PARTITION_DATE.txt"']}
                    total:
                      inputs:
                        days: {}
                        before: {dataset: totals, offset: {date: -1}, optional: true}
                      outputs: {totals: {}}
                      run: {command: [sh, -c, 'cat "$FRESHET_IN_DAYS"/*.txt "$FRESHET_IN_BEFORE"/*.txt 2>/dev/null | awk "{s += \\$1} END {print s}" > "$FRESHET_OUT_TOTALS/$FRESHET_PARTITION_DATE.txt"']}
                    provisional:
                      inputs: {visits: {minimum: 2, deadline: 2s}}
                      outputs: {partial: {}}
                      run: {command: [sh, -c, 'cat "$FRESHET_IN_VISITS"/*/*.txt | awk "{s += \\$1} END {print s}" > "$FRESHET_OUT_PARTIAL/$FRESHET_PARTITION_DATE.txt"']}
                """);
        for (int day = 1; day <= 4; day++) {
            visits("north", day, day);
            visits("south", day, 10 * day);
        }
        system.deploy("prod", bundle);
    }

    @Test
    @Order(1)
    void a_first_load_makes_each_day_its_window_and_its_chain() {
        awaitContents("days", Map.of(1, 11, 2, 22, 3, 33, 4, 44));
        awaitContents("rolling", Map.of(1, 11, 2, 33, 3, 66, 4, 99));
        awaitContents("totals", Map.of(1, 11, 2, 33, 3, 66, 4, 110));
        assertLaunches(Map.of("day", 4, "roll", 4, "total", 4, "provisional", 4));
    }

    @Test
    @Order(2)
    void a_corrected_day_makes_the_windows_that_hold_it_and_the_chain_from_there() throws Exception {
        visits("north", 2, 102);

        awaitContents("days", Map.of(1, 11, 2, 122, 3, 33, 4, 44));
        awaitContents("rolling", Map.of(1, 11, 2, 133, 3, 166, 4, 199));
        awaitContents("totals", Map.of(1, 11, 2, 133, 3, 166, 4, 210));
        assertLaunches(Map.of("day", 1, "roll", 3, "total", 3, "provisional", 1));
    }

    @Test
    @Order(3)
    void a_day_that_lacks_a_site_waits_or_goes_on_at_its_deadline_and_is_made_again_when_it_comes() throws Exception {
        visits("north", 5, 5);
        awaitContents("partial", Map.of(1, 11, 2, 122, 3, 33, 4, 44, 5, 5));
        awaitContents("days", Map.of(1, 11, 2, 122, 3, 33, 4, 44));

        visits("south", 5, 50);

        awaitContents("partial", Map.of(1, 11, 2, 122, 3, 33, 4, 44, 5, 55));
        awaitContents("days", Map.of(1, 11, 2, 122, 3, 33, 4, 44, 5, 55));
        awaitContents("totals", Map.of(1, 11, 2, 133, 3, 166, 4, 210, 5, 265));
        awaitContents("rolling", Map.of(1, 11, 2, 133, 3, 166, 4, 199, 5, 132));
        assertLaunches(Map.of("day", 1, "roll", 1, "total", 1, "provisional", 2));
    }

    @Test
    @Order(4)
    void forced_from_a_task_on_it_and_all_that_follows_is_made_anew_once() throws Exception {
        system.run(
                new WorkflowRef("prod", "visits"),
                new RunOrder(List.of(), List.of("day"), Map.of("date", "2026-01-03"), RunSettings.FORCED, "to see"));

        assertLaunches(Map.of("day", 1, "roll", 1, "total", 1, "provisional", 0));
        awaitContents("totals", Map.of(1, 11, 2, 133, 3, 166, 4, 210, 5, 265));
    }

    @Test
    @Order(5)
    void a_paused_backfill_lets_others_pass_and_then_goes_through_its_range_in_order_one_at_a_time() throws Exception {
        Terminal terminal = system.terminal();
        terminal.say("pools", "--namespace", "prod", "--set", "default=0").endedWith(ExitCode.OK);
        RunAccepted backfill = terminal.say(
                        "backfill",
                        "prod/visits",
                        "--from",
                        "2026-01-02",
                        "--to",
                        "2026-01-04",
                        "--task",
                        "day",
                        "--order",
                        "oldest-first",
                        "--force",
                        "--max-active",
                        "1",
                        "--json")
                .endedWith(ExitCode.OK)
                .as(RunAccepted.class);
        String run = backfill.run();
        Eventually.eventually(LIMIT, () -> assertEquals(3, attempts(run).size()));
        QueueInfo queue = terminal.say("queue", "--run", run, "--json")
                .endedWith(ExitCode.OK)
                .as(QueueInfo.class);
        assertEquals(
                List.of("2026-01-02", "2026-01-03", "2026-01-04"),
                queue.attempts().stream()
                        .map(each -> each.instance().partition().value("date").orElseThrow())
                        .toList(),
                "in the order in which they will be launched");
        assertEquals(
                "Waits for a slot: pool 'default' is paused (0 slots)",
                queue.attempts().getFirst().reason());
        terminal.say("backfill", "pause", run.substring(0, 10)).endedWith(ExitCode.OK);
        terminal.say("pools", "--namespace", "prod", "--set", "default=4").endedWith(ExitCode.OK);

        terminal.say("run", "prod/visits", "--task", "provisional", "--where", "date=2026-01-05", "--force", "--wait")
                .endedWith(ExitCode.OK);

        assertEquals(
                List.of(),
                attempts(run).stream()
                        .map(AttemptInfo::startedAt)
                        .filter(Objects::nonNull)
                        .toList(),
                "nothing of what is paused has begun");
        assertTrue(
                system.audit().run(run).cause().description().startsWith("backfill of date 2026-01-02 to 2026-01-04"));
        terminal.say("backfill", "resume", run).endedWith(ExitCode.OK);
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(RunState.SUCCEEDED, system.audit().run(run).state()));
        List<AttemptInfo> days = attempts(run);
        assertEquals(
                List.of("2026-01-02", "2026-01-03", "2026-01-04"),
                days.stream()
                        .map(attempt ->
                                attempt.instance().partition().value("date").orElseThrow())
                        .toList());
        for (int i = 1; i < days.size(); i++) {
            assertFalse(days.get(i).startedAt().isBefore(days.get(i - 1).finishedAt()), days.toString());
        }
        assertTrue(terminal.say("backfill", "show", run)
                .endedWith(ExitCode.OK)
                .out()
                .contains("a minute"));
        assertLaunches(Map.of("day", 3, "roll", 0, "total", 0, "provisional", 1));
    }

    /** Those of task day in the order in which they began. */
    private static List<AttemptInfo> attempts(String run) throws IOException {
        return system.audit().attempts(Filter.ANY.run(run)).items().stream()
                .filter(attempt -> attempt.instance().task().equals("day"))
                .sorted(Comparator.comparing(
                        AttemptInfo::startedAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .toList();
    }

    private static void visits(String site, int day, int count) throws IOException {
        system.drop("prod", "visits/%s/2026-01-%02d.txt".formatted(site, day), count + "\n");
    }

    private static void awaitContents(String dataset, Map<Integer, Integer> expected) {
        Eventually.eventually(LIMIT, () -> assertEquals(new TreeMap<>(expected), contents(dataset)));
    }

    private static Map<Integer, Integer> contents(String dataset) throws IOException {
        Map<Integer, Integer> contents = new TreeMap<>();
        Path root = system.namespace("prod").resolve(dataset);
        if (Files.isDirectory(root)) {
            try (var files = Files.list(root)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    contents.put(
                            Integer.valueOf(name.substring(8, 10)),
                            Integer.valueOf(Files.readString(file).strip()));
                }
            }
        }
        return contents;
    }

    /** What was launched since the last call, when every run has finished. */
    private static void assertLaunches(Map<String, Integer> expected) {
        Eventually.eventually(LIMIT, () -> assertEquals(0, system.witness().openRuns()));
        Eventually.eventually(LIMIT, () -> {
            Map<String, Integer> since = new TreeMap<>();
            system.witness().byTask().forEach((task, count) -> since.put(task, count - before.getOrDefault(task, 0)));
            assertEquals(new TreeMap<>(expected), since);
        });
        before = new HashMap<>(system.witness().byTask());
    }
}
