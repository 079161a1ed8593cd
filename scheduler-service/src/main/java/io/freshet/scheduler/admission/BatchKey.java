package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.spec.BatchSpec;
import java.util.Optional;

/**
 * Which attempts may share a slot: those of one task in one version that wait in one lane.
 *
 * @param max how many may share one
 */
record BatchKey(Lane.Key lane, TaskRef task, int version, int max) {
    /** As many as launchers put into one pod. */
    private static final int MOST = 200;

    /** Empty for an attempt that shares with nobody. */
    static Optional<BatchKey> of(TaskReady ready) {
        BatchSpec batch = ready.work().batch();
        return batch == null || batch.max() < 2
                ? Optional.empty()
                : Optional.of(new BatchKey(
                        Lane.Key.of(ready),
                        ready.instance().taskRef(),
                        ready.work().workflowVersion(),
                        Math.min(MOST, batch.max())));
    }
}
