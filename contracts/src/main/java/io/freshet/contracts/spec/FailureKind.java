package io.freshet.contracts.spec;

/** Why an attempt failed; a closed list. */
public enum FailureKind {
    /** The command ended with another status than 0. */
    EXIT(false),
    TIMEOUT(false),
    OOM(false),
    /** A declared check of the outputs failed, or they do not fit the declared layout; they stay unpublished. */
    CHECK(false),
    EVICTED(true),
    NODE_LOST(true),
    IMAGE(true),
    /** The process or pod could not be started. */
    LAUNCH(true),
    /** A policy or the cluster refused what the task asks for. Trying again would be refused again: only somebody can change that. */
    DENIED(false),
    /** The launcher's storage could not be read or written: full, read-only, or away. */
    STORAGE(true),
    /** A content that another task has made is gone; that task was asked to make it again. */
    INPUT_DAMAGED(true),
    /** The list of an input's partitions did not reach the launcher's storage; the planner sends it again. */
    INPUT_LIST_MISSING(true),
    /** The launch cannot succeed as it is described. Trying again would fail again: only somebody can change that. */
    INVALID(false),
    /** A watched file is no longer what the attempt was to read. */
    INPUT_CHANGED(true),
    CANCELLED(false),
    /** The process vanished without leaving its exit status. */
    LOST(true);

    private final boolean infrastructure;

    FailureKind(boolean infrastructure) {
        this.infrastructure = infrastructure;
    }

    /** Whether the failure is not the task's own, so that it does not count against the task's retries. */
    public boolean isInfrastructure() {
        return infrastructure;
    }
}
