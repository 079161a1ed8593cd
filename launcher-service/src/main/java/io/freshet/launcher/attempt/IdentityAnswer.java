package io.freshet.launcher.attempt;

import io.freshet.launcher.dataplane.Owner;

/** As whom an attempt runs. */
public sealed interface IdentityAnswer {
    /**
     * It may run.
     *
     * @param owner to whom its outputs belong while it writes them
     */
    record Granted(Owner owner) implements IdentityAnswer {}

    /** It may not; the message says what to do. */
    record Denied(String message) implements IdentityAnswer {}
}
