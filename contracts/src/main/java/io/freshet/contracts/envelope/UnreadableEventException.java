package io.freshet.contracts.envelope;

import org.apache.kafka.common.errors.SerializationException;

/** A record that is no event of ours and never will be: it belongs on the dead-letter topic, with this message as the reason. */
public final class UnreadableEventException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }

    public UnreadableEventException(String message) {
        super(message);
    }
}
