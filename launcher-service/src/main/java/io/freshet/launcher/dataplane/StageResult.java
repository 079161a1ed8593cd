package io.freshet.launcher.dataplane;

/** Whether an attempt's outputs can be accepted. */
public sealed interface StageResult {
    /** They are stored, checked, and not yet visible. */
    record Staged(ActionResult result) implements StageResult {}

    /** They do not fit what was declared; the message says which file and what would be right. */
    record Rejected(String message) implements StageResult {}
}
