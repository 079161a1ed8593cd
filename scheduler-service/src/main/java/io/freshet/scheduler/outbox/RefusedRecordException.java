package io.freshet.scheduler.outbox;

/** Kafka will never take a record: nothing of what it was to be sent with was sent. */
final class RefusedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedRecordException(Throwable refusal) {
        super(refusal.toString(), refusal);
    }
}
