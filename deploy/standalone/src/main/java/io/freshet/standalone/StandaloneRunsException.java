package io.freshet.standalone;

/** Another standalone, which runs, starts or stops, has the data directory. */
public final class StandaloneRunsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StandaloneRunsException(DataDirectory data) {
        super("another standalone has the data directory %s: stop it with 'freshet down', or choose another directory"
                .formatted(data.path()));
    }
}
