package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.local.RunObserver;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.ClassArchive;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole process (broker, database's parent, all services) is killed with SIGKILL in the middle of a load. What is
 * published in the end is byte for byte what the tasks make of the files, and no instance's work was done twice without need.
 *
 * <p>{@code -Dfreshet.killed.standalone-days=N} says of how many dates, from 2025-01-01; a date is four instances;
 * {@code -Dfreshet.killed.standalone-kills=N} how often it is killed.
 */
final class KilledHalfWayIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int DAYS = Integer.getInteger("freshet.killed.standalone-days", 8);
    private static final int KILLS = Integer.getInteger("freshet.killed.standalone-kills", 1);

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        Endpoints running = local().running().orElse(null);
        if (running != null) {
            LocalStandalone.stop(running, LIMIT);
        }
        DeletedTree.delete(directory);
    }

    @Test
    void ends_as_if_nothing_had_happened() throws Exception {
        PostgresPrograms.link(new DataDirectory(data()).postgresBinaries());
        Endpoints endpoints = local().start(0);
        ErFixture files = new ErFixture(namespace(), DAYS);
        files.deliverAll();
        endpoints
                .schedulerClient("tester")
                .deploy("prod", BundleDirectory.zip(ErFixture.bundle(directory.resolve("bundle"), 1)));
        for (int kill = 1; kill <= KILLS; kill++) {
            awaitLaunches(endpoints, kill * DAYS * 3 / (KILLS + 1));
            kill(endpoints);
            endpoints = local().start(0);
        }

        try {
            awaitEnd(endpoints, files);
        } catch (AssertionError e) {
            keepWhatCanBeSeen();
            throw e;
        }
        assertTrue(LocalStandalone.stop(endpoints, LIMIT));
        assertEquals(files.expected(), Trees.texts(namespace()));
    }

    private static void awaitEnd(Endpoints endpoints, ErFixture files) throws Exception {
        int instances = files.instances();
        try (RunObserver seen = new RunObserver(endpoints.kafka())) {
            Eventually.eventually(
                    LIMIT,
                    () -> assertTrue(
                            seen.runs().stream().anyMatch(run -> run.summary().instances() >= instances)));
            Eventually.eventually(
                    LIMIT,
                    () -> assertEquals(
                            instances,
                            seen.attempts().stream()
                                    .map(AttemptStarted::instance)
                                    .distinct()
                                    .count()));
            assertTrue(
                    repeated(seen) <= (long) KILLS * Runtime.getRuntime().availableProcessors() * 4L,
                    "only attempts that the kill itself hit may be made again, but %d were".formatted(repeated(seen)));
        }
        Eventually.eventually(LIMIT, () -> assertEquals(files.expected(), Trees.texts(files.namespace())));
    }

    private LocalStandalone local() throws IOException, InterruptedException {
        return ClassArchive.standalone(new DataDirectory(data()));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path namespace() {
        return new DataDirectory(data()).storage().resolve("prod");
    }

    /** What goes wrong after a kill seldom does so twice: its data, its log and what its threads are at stay in {@code target}. */
    private void keepWhatCanBeSeen() throws IOException, InterruptedException {
        Path kept = Files.createDirectories(Path.of("target", "killed-half-way-" + System.currentTimeMillis()));
        Endpoints running = local().running().orElse(null);
        if (running != null) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            Long.toString(running.pid()))
                    .redirectOutput(kept.resolve("threads.txt").toFile())
                    .start()
                    .waitFor();
        }
        new ProcessBuilder("cp", "-r", data().toString(), kept.toString())
                .start()
                .waitFor();
    }

    private static long repeated(RunObserver seen) {
        return seen.attempts().stream()
                .collect(Collectors.groupingBy(AttemptStarted::instance, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(count -> count - 1)
                .sum();
    }

    private static void awaitLaunches(Endpoints endpoints, int count) throws Exception {
        try (RunObserver seen = new RunObserver(endpoints.kafka())) {
            Eventually.eventually(LIMIT, () -> assertTrue(seen.total() >= count, () -> seen.total() + " launches"));
        }
    }

    private static void kill(Endpoints endpoints) {
        ProcessHandle process = ProcessHandle.of(endpoints.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
