package io.freshet.planner.domain.model;

/** A definition that cannot be planned and never will be; the message says why, for its author. Nothing was changed. */
public final class UnplannableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnplannableException(IllegalArgumentException reason) {
        super(reason.getMessage(), reason);
    }
}
