package io.freshet.scheduler.webhook;

/** What becomes of something that is sent to a webhook. */
public enum DeliveryOutcome {
    /** It is an event of an upstream system. */
    TAKEN,
    /** It was taken before. */
    REPEATED,
    /** It is not signed by who has the secret. */
    FORGED,
    /** It is signed, and cannot be an event. */
    INVALID,
    /** There is no such webhook. */
    UNKNOWN,
    /** The webhook has no secret yet; the sender is to try again. */
    NO_SECRET,
    /** Too much has to get onto the log first; the sender is to try again. */
    BUSY
}
