package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.local.Witness;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.embedded.DeletedTree;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole process (broker, database's parent, all services) is killed with SIGKILL several times in the middle of a load. What is
 * published in the end equals an undisturbed run's, byte for byte, and no instance's work was done twice without need.
 */
final class KilledHalfWayIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** January and some of February. */
    private static final int DAYS = 45;

    private static final int MONTHS = 2;
    private static final int INSTANCES = DAYS * 3 + DAYS + MONTHS + 1;
    private static final List<Integer> KILLED_AFTER = List.of(20, 70, 120);

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        for (String name : List.of("disturbed", "undisturbed")) {
            DataDirectory data = new DataDirectory(directory.resolve(name));
            Endpoints running = new LocalStandalone(data).running().orElse(null);
            if (running != null) {
                LocalStandalone.stop(running, LIMIT);
            }
        }
        DeletedTree.delete(directory);
    }

    @Test
    void ends_as_if_nothing_had_happened() throws Exception {
        Map<String, Fingerprint> expected = load("undisturbed", List.of());

        Map<String, Fingerprint> disturbed;
        try {
            disturbed = load("disturbed", KILLED_AFTER);
        } catch (AssertionError e) {
            keepWhatCanBeSeen();
            throw e;
        }

        assertEquals(expected, disturbed);
        assertEquals(DAYS * 3 * 2 + DAYS + MONTHS + 1, expected.size());
    }

    /** What goes wrong after a kill seldom does so twice: its data, its log and what its threads are at stay in {@code target}. */
    private void keepWhatCanBeSeen() throws IOException, InterruptedException {
        Path disturbed = directory.resolve("disturbed");
        Path kept = Files.createDirectories(Path.of("target", "killed-half-way-" + System.currentTimeMillis()));
        Endpoints running =
                new LocalStandalone(new DataDirectory(disturbed)).running().orElse(null);
        if (running != null) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            Long.toString(running.pid()))
                    .redirectOutput(kept.resolve("threads.txt").toFile())
                    .start()
                    .waitFor();
        }
        new ProcessBuilder("cp", "-r", disturbed.toString(), kept.toString())
                .start()
                .waitFor();
    }

    private Map<String, Fingerprint> load(String name, List<Integer> killedAfter) throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve(name));
        LocalStandalone local = new LocalStandalone(data);
        Endpoints endpoints = local.start(0);
        Path namespace = data.storage().resolve("prod");
        new ErFixture(namespace, DAYS).deliverAll();
        endpoints
                .schedulerClient("tester")
                .deploy("prod", BundleDirectory.zip(ErFixture.bundle(directory.resolve(name + "-bundle"), 1)));
        for (int launches : killedAfter) {
            awaitLaunches(endpoints, launches);
            kill(endpoints);
            endpoints = local.start(0);
        }
        try (Witness seen = new Witness(endpoints.kafka())) {
            Eventually.eventually(
                    LIMIT,
                    () -> assertTrue(
                            seen.runs().stream().anyMatch(run -> run.summary().instances() >= INSTANCES)));
            Eventually.eventually(
                    LIMIT,
                    () -> assertEquals(
                            INSTANCES,
                            seen.attempts().stream()
                                    .map(AttemptStarted::instance)
                                    .distinct()
                                    .count()));
            assertTrue(
                    repeated(seen)
                            <= (long) killedAfter.size() * Runtime.getRuntime().availableProcessors() * 4L,
                    "only attempts that the kill itself hit may be made again, but %d were".formatted(repeated(seen)));
        }
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(
                        1, Trees.contents(namespace.resolve("report")).size()));
        assertTrue(LocalStandalone.stop(endpoints, LIMIT));
        return Trees.contents(namespace);
    }

    private static long repeated(Witness seen) {
        return seen.attempts().stream()
                .collect(Collectors.groupingBy(AttemptStarted::instance, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(count -> count - 1)
                .sum();
    }

    private static void awaitLaunches(Endpoints endpoints, int count) throws Exception {
        try (Witness seen = new Witness(endpoints.kafka())) {
            Eventually.eventually(LIMIT, () -> assertTrue(seen.total() >= count, () -> seen.total() + " launches"));
        }
    }

    private static void kill(Endpoints endpoints) {
        ProcessHandle process = ProcessHandle.of(endpoints.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
