package io.freshet.planner.domain.instance;

import io.freshet.contracts.event.Reason;

/** What was accepted of an instance since it became unsettled. */
public enum Accepted {
    NOTHING,
    EXECUTED,
    CACHED;

    /** Why the instance then counts as succeeded. */
    public Reason reason() {
        return this == CACHED ? Reason.CACHED : Reason.COMPLETED;
    }
}
