package io.freshet.contracts.api;

import java.io.IOException;
import java.net.URI;

/** A service could not be reached, or what answered is not that service. */
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final URI address;

    /**
     * @param address of the service
     * @param why what came in the way, in words
     */
    public UnreachableException(URI address, String why, IOException cause) {
        super(why, cause);
        this.address = address;
    }

    public URI address() {
        return address;
    }
}
