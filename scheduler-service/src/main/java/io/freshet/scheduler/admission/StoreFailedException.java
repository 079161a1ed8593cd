package io.freshet.scheduler.admission;

/** A table cannot be read or written. That is no fault of the attempt that was to be decided about, and concerns every other one. */
public final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    /**
     * @param failure as the store gave it
     */
    public StoreFailedException(RuntimeException failure) {
        super(failure);
        this.failure = failure;
    }

    public RuntimeException failure() {
        return failure;
    }
}
