package io.freshet.planner.domain;

/** Hears of decisions that could not be made. */
@FunctionalInterface
public interface FaultListener {
    /** The workflow rests from now on. */
    void faulted(Fault fault, Throwable thrown);
}
