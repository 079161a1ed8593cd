package io.freshet.launcher.dataplane;

/** Outputs do not fit what was declared: ends the staging; the message is for the task's author. */
final class RejectedOutputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    RejectedOutputException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
