package io.freshet.servicekit.streams;

/** A record that can be read but is wrong and will stay wrong; nothing was done on its behalf. It goes to its topic's dead-letter topic. */
public final class RejectedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RejectedRecordException(String message) {
        super(message);
    }

    public RejectedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
