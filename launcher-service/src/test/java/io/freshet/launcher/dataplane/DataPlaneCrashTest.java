package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every step that lasts, of preparing, staging, publishing twice and discarding, is reached once and dies there; a new data plane then does
 * all of it again. Whatever the step, the files in the end are those of an undisturbed run.
 */
final class DataPlaneCrashTest {
    private static final Map<String, String> FIRST =
            Map.of("north/2026-01-05/a.csv", "a\n", "north/2026-01-05/b.csv", "b\n");
    private static final Map<String, String> SECOND =
            Map.of("north/2026-01-05/a.csv", "changed\n", "north/2026-01-05/c.csv", "c\n");

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    /** Stands for the death of the process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void dying_at_any_step_and_doing_it_again_ends_the_same() throws IOException {
        int[] steps = {0};
        Sample undisturbed = new Sample(directory.resolve("undisturbed"));
        everything(undisturbed, undisturbed.dataPlane(step -> steps[0]++));
        Map<String, String> expected = undisturbed.tree();
        assertTrue(steps[0] >= 20, steps[0] + " steps");

        for (int fatal = 1; fatal <= steps[0]; fatal++) {
            Sample sample = new Sample(directory.resolve("killed-at-" + fatal));
            String died = dieAt(sample, fatal);
            everything(sample, sample.dataPlane());
            assertEquals(expected, sample.tree(), "killed at step %d: %s".formatted(fatal, died));
        }
    }

    private static String dieAt(Sample sample, int fatal) throws IOException {
        int[] reached = {0};
        String[] name = {""};
        try {
            everything(sample, sample.dataPlane(step -> {
                reached[0]++;
                if (reached[0] == fatal) {
                    name[0] = step;
                    throw new Killed();
                }
            }));
        } catch (Killed e) {
            return name[0];
        }
        throw new AssertionError("step " + fatal + " was not reached");
    }

    private static void everything(Sample sample, DataPlane dataPlane) throws IOException {
        PartitionVersion first = attempt(sample, dataPlane, "attempt-1", "1\n", FIRST);
        dataPlane.publish(Sample.accepted(null, first), Sample.position(1));
        PartitionVersion second = attempt(sample, dataPlane, "attempt-2", "2\n", SECOND);
        dataPlane.publish(Sample.accepted(first, second), Sample.position(2));
        dataPlane.discard("attempt-1");
        dataPlane.discard("attempt-2");
        assertEquals(new TreeMap<>(SECOND), sample.published());
    }

    private static PartitionVersion attempt(
            Sample sample, DataPlane dataPlane, String attempt, String input, Map<String, String> outputs)
            throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("in.csv", input)), List.of(), null);
        ViewResult view = dataPlane.prepare(attempt, work, Owner.OURSELVES);
        AttemptView ready = assertInstanceOf(ViewResult.Ready.class, view).view();
        Sample.write(ready, outputs);
        StageResult staged = dataPlane.stage(attempt, work, ready);
        return assertInstanceOf(StageResult.Staged.class, staged)
                .result()
                .outputs()
                .getFirst()
                .version();
    }
}
