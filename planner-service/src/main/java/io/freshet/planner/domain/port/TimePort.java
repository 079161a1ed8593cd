package io.freshet.planner.domain.port;

import java.time.Instant;

/** The time of the decision, the same from its beginning to its end. */
public interface TimePort {
    Instant now();
}
