package io.freshet.language.bundle;

/** A directory or archive that is no bundle and never will be; the message says why and what to do. */
public sealed class InvalidBundleException extends Exception permits BundleTooLargeException {
    private static final long serialVersionUID = 1L;

    public InvalidBundleException(String message) {
        super(message);
    }
}
