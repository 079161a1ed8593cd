package io.freshet.launcher.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.FileTrees;
import io.freshet.launcher.inprocess.InProcessExecutor;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.testkit.disk.SimulatedDisk;
import io.freshet.testkit.disk.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost before every single operation on the records of attempts, of which one is cancelled before it is known. Whatever of the
 * things that were not synced is left, a launcher starts on it by itself; an order that was taken over is reported; and all reports of one
 * attempt have the same words.
 */
final class AttemptsPowerLossTest {
    @TempDir(cleanup = CleanupMode.NEVER, factory = MemoryDirectory.class)
    private Path directory;

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void every_order_that_was_taken_over_is_reported_wherever_power_fails() throws Exception {
        int steps = play("undisturbed", Integer.MAX_VALUE, Survival.NOTHING);
        assertTrue(steps >= 15, steps + " steps");

        for (int fatal = 1; fatal <= steps; fatal++) {
            List<Survival> survivals =
                    List.of(Survival.NOTHING, Survival.NAMES, Survival.ZEROS, Survival.random(new Random(fatal)));
            for (int i = 0; i < survivals.size(); i++) {
                play("step-%d-survival-%d".formatted(fatal, i), fatal, survivals.get(i));
            }
        }
    }

    private int play(String name, int fatal, Survival survival) throws Exception {
        Path root = Files.createDirectories(directory.resolve(name));
        AtomicInteger steps = new AtomicInteger();
        try (Rig rig = new Rig(root)) {
            LaunchAttempt order = Rig.order(rig.shell("one", "true"));
            LaunchAttempt cancelled = Rig.order(rig.shell("two", "true"));
            List<LaunchAttempt> taken = new ArrayList<>();
            try (SimulatedDisk disk = new SimulatedDisk(root, (operation, path) -> {
                if (steps.incrementAndGet() >= fatal) {
                    throw new IOException("there is no power: " + operation);
                }
            })) {
                rig.disk = disk;
                try {
                    rig.start(executor(), CrashPoints.NONE);
                    takeOver(rig, order, cancelled, taken);
                    Eventually.eventually(
                            Rig.PATIENCE, () -> rig.attempts().open() == 0 || steps.get() >= fatal, isOver -> isOver);
                } catch (IOException e) {
                    assertTrue(steps.get() >= fatal, e::toString);
                }
                rig.stop();
                disk.losePower(survival);
            }
            rig.disk = LocalDisk.UNSYNCED;
            rig.start(executor(), CrashPoints.NONE);
            rig.awaitIdle();
            for (LaunchAttempt each : taken) {
                assertFalse(finishes(rig, each).isEmpty(), "not reported: " + each.attempt() + " in " + name);
            }
            takeOver(rig, order, cancelled, taken);
            rig.awaitIdle();
            for (LaunchAttempt each : List.of(order, cancelled)) {
                assertEquals(1, finishes(rig, each).stream().distinct().count(), name);
            }
        }
        FileTrees.delete(root);
        return steps.get();
    }

    /** What is read from the log: it is done with when it is durable. */
    private static void takeOver(Rig rig, LaunchAttempt order, LaunchAttempt cancelled, List<LaunchAttempt> taken)
            throws IOException {
        rig.attempts().launch(order);
        rig.attempts().sync();
        taken.add(order);
        rig.attempts().cancel(Rig.cancel(cancelled));
        taken.add(cancelled);
    }

    private static List<AttemptFinished> finishes(Rig rig, LaunchAttempt order) {
        return rig.reports.finished.stream()
                .filter(finish -> finish.attempt().equals(order.attempt()))
                .toList();
    }

    private static Executor executor() {
        return new InProcessExecutor("here", Clock.systemUTC());
    }
}
