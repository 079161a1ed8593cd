package io.freshet.planner.topology;

/** A record that can be read but is wrong and will stay wrong; nothing was done on its behalf. It goes to its topic's dead-letter topic. */
final class RejectedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RejectedRecordException(String message) {
        super(message);
    }

    RejectedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
