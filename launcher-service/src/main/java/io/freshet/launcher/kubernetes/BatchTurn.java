package io.freshet.launcher.kubernetes;

import java.time.Instant;

/** How far a batch is with one of its attempts. */
sealed interface BatchTurn {
    /** Its turn has not come. */
    record Waiting() implements BatchTurn {}

    /** It was to stop before its turn came, and never begins. */
    record Skipped() implements BatchTurn {}

    /** Its command runs, or ran when the pod ended. */
    record Running(Instant since) implements BatchTurn {}

    /**
     * Its command ended.
     *
     * @param outOfMemory whether the kernel ended something for want of memory meanwhile
     */
    record Over(Instant since, Instant at, int status, boolean outOfMemory) implements BatchTurn {}
}
