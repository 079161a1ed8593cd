package io.freshet.contracts.api;

/** How far an attempt is. */
public enum AttemptState {
    /** It may run and waits for a slot, or is being launched. */
    READY,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** It was taken back before it began. */
    WITHDRAWN
}
