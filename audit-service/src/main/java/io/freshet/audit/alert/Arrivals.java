package io.freshet.audit.alert;

import java.time.Instant;
import java.util.Optional;

/** What has arrived, as far as the log was read. */
public interface Arrivals {
    /**
     * Since when all that is expected is there; empty if something of it is not.
     *
     * @param after only what arrived after this
     */
    Optional<Instant> complete(Deadline deadline, Expectation expectation, Instant after);

    /** When something last arrived after a time, until another one; empty if nothing did. */
    Optional<Instant> last(Deadline deadline, Instant after, Instant until);
}
