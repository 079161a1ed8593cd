package io.freshet.servicekit.decision;

/** A table cannot be read or written. That is no fault of what was to be decided about, and concerns everything else in it. */
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
