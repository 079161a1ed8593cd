package io.freshet.audit.delivery;

/** What became of an attempt to send a message. */
public sealed interface SendOutcome {
    /** Characters of an answer that are kept. */
    int MAX_ANSWER = 500;

    /** The receiver has it. */
    record Delivered(String answer) implements SendOutcome {}

    /** The receiver has not taken it, or nobody knows whether it has. */
    record Failed(String answer) implements SendOutcome {}

    /** The receiver says that it is gone. */
    record Gone(String answer) implements SendOutcome {}
}
