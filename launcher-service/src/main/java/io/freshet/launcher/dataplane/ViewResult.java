package io.freshet.launcher.dataplane;

/** Whether an attempt's view could be built. */
public sealed interface ViewResult {
    /** It is there. */
    record Ready(AttemptView view) implements ViewResult {}

    /** A watched file is no longer the version that the planner named: nothing may run on it. */
    record InputChanged(String message) implements ViewResult {}

    /** Something that we stored ourselves is missing or damaged. */
    record Damaged(String message) implements ViewResult {}
}
