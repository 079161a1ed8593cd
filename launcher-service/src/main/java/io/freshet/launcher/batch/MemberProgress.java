package io.freshet.launcher.batch;

import java.time.Instant;

/** How far a batch is with one of its attempts. */
public sealed interface MemberProgress {
    /** Its turn has not come. */
    record Waiting() implements MemberProgress {}

    /** It was to stop before its turn came, and never begins. */
    record Skipped() implements MemberProgress {}

    /** Its command runs, or ran when the pod ended. */
    record Running(Instant since) implements MemberProgress {}

    /**
     * Its command ended.
     *
     * @param outOfMemory whether the kernel ended something for want of memory meanwhile
     */
    record Over(Instant since, Instant at, int status, boolean outOfMemory) implements MemberProgress {}
}
