package io.freshet.contracts.event;

import org.jspecify.annotations.Nullable;

/** What a launcher reports when an attempt has ended. Topic {@code task-finished}, key {@code namespace/workflow}. */
public sealed interface AttemptReport extends AttemptEvent permits AttemptFinished, OutputsListed {
    /** The id of the trace that the attempt is in; null where it is not known. */
    @Nullable
    String trace();
}
