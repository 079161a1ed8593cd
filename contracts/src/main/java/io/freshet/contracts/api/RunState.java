package io.freshet.contracts.api;

/** How far a run is. */
public enum RunState {
    RUNNING,
    SUCCEEDED,
    /** At least one instance failed. */
    FAILED,
    CANCELLED,
    /** It did not begin, because another run was under way and its workflow wants no second one. */
    SKIPPED;

    public boolean isFinished() {
        return this != RUNNING;
    }
}
