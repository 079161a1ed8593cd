package io.freshet.contracts.event;

/** What an instance is doing, or how it settled. */
public enum InstanceState {
    /** Unsettled: something upstream is. */
    PENDING(false),
    /** Settled: a required input is missing. */
    WAITING(true),
    /** Settled without running. */
    SKIPPED(true),
    /** Unsettled: it may run and waits for a slot. */
    READY(false),
    /** Unsettled: it has its slots and is being launched. */
    ADMITTED(false),
    /** Unsettled: its process or pod runs. */
    RUNNING(false),
    /** Unsettled: an attempt failed, the next waits for its time. */
    RETRYING(false),
    /** Settled: its outputs were accepted. */
    SUCCEEDED(true),
    /** Settled: no retry is left. */
    FAILED(true),
    /** Settled: something upstream failed; it keeps its last good outputs. */
    BLOCKED(true),
    /** Settled: it was stopped. */
    CANCELLED(true);

    private final boolean settled;

    InstanceState(boolean settled) {
        this.settled = settled;
    }

    /** Whether nothing more happens until something changes. */
    public boolean isSettled() {
        return settled;
    }
}
