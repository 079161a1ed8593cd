package io.freshet.contracts.api;

/** How far a run is. */
public enum RunState {
    RUNNING,
    SUCCEEDED,
    /** At least one instance failed. */
    FAILED,
    CANCELLED;

    public boolean isFinished() {
        return this != RUNNING;
    }
}
