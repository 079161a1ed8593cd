package io.freshet.scheduler.admission;

/** A row or an event would be larger than one may be. It costs the attempt that it is about. */
public final class BoundExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoundExceededException(String message) {
        super(message);
    }
}
