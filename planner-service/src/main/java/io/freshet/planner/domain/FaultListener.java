package io.freshet.planner.domain;

import io.freshet.planner.domain.state.Fault;

/** Hears of decisions that could not be made. */
@FunctionalInterface
public interface FaultListener {
    /** The workflow is faulted from now on. */
    void faulted(Fault fault, Throwable thrown);
}
