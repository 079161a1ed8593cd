package io.freshet.contracts.event;

/** What a launcher reports when an attempt has ended. Topic {@code task-finished}, key {@code namespace/workflow}. */
public sealed interface AttemptReport extends AttemptEvent permits AttemptFinished, OutputsListed {}
