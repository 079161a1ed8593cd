package io.freshet.language.bundle;

/** A directory or archive beyond the bounds of {@link Bundle}; the message says which bound, where, and what to do. */
public final class BundleTooLargeException extends InvalidBundleException {
    private static final long serialVersionUID = 1L;

    public BundleTooLargeException(String message) {
        super(message);
    }
}
