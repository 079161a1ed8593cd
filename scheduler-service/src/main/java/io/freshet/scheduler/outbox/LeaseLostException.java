package io.freshet.scheduler.outbox;

/** Another instance has the right to publish, because this one let it expire. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException() {
        super("another scheduler has taken over the outbox");
    }
}
