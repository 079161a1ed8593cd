package io.freshet.planner.domain.instance;

import io.freshet.contracts.event.Reason;

/** Why an evaluation of a task's action is due. */
public enum LaunchReason {
    NEW(Reason.NEW, "Runs for the first time"),
    CODE_CHANGED(Reason.CODE_CHANGED, "Runs because its code, command or parameters changed"),
    FORCED(Reason.FORCED, "Runs because a forced run was requested"),
    RERUN(Reason.RERUN, "Runs again because its last evaluation did not succeed"),
    INPUT_CHANGED(Reason.INPUT_CHANGED, "Runs because an input changed");

    private final Reason reason;
    private final String sentence;

    LaunchReason(Reason reason, String sentence) {
        this.reason = reason;
        this.sentence = sentence;
    }

    public Reason reason() {
        return reason;
    }

    /** Without its end. */
    public String sentence() {
        return sentence;
    }
}
