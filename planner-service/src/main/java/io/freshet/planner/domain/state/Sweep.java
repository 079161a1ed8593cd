package io.freshet.planner.domain.state;

/** Why the instances of a whole task are swept. */
public enum Sweep {
    /** The task has new code. */
    CODE,
    /** The condition of the task is another. */
    CONDITION,
    /** The inputs of the task join in another way; each instance knows already. */
    INPUTS,
    /** Somebody asked for them. */
    REQUEST,
    /** Somebody asked for them, changed or not. */
    FORCE,
    /** The workflow rested: attempts in flight are given up, because their ends may have been missed. */
    RECOVER
}
