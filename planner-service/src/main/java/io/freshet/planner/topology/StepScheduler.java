package io.freshet.planner.topology;

import java.time.Duration;
import java.time.Instant;

/**
 * Whose turn it is: work in steps is for the time that records leave. Who waits for the decision about a record waits for the transaction
 * it is in, and that is the longer for a step in it; so a step is done when no record came for a moment, or when none was done for long.
 * One for all processors of a process, for they share transactions. Thread-safe.
 */
final class StepScheduler {
    /** As long as a record takes through both stages; whoever reads what came of it has not answered before. */
    private static final Duration QUIET = Duration.ofMillis(15);

    private static final Duration STEP_AT_LEAST_EVERY = Duration.ofMillis(40);

    private volatile Instant lastRecord = Instant.EPOCH;

    /** A record was dealt with. */
    void record(Instant now) {
        lastRecord = now;
    }

    /** Whether a step may be done now by who did the last one then. */
    boolean isForStep(Instant now, Instant lastStep) {
        return !now.isBefore(lastRecord.plus(QUIET)) || !now.isBefore(lastStep.plus(STEP_AT_LEAST_EVERY));
    }
}
