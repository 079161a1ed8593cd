package io.freshet.audit.alert;

import java.time.Instant;

/** How far the log was read, by time. Thread-safe. */
public interface LogHorizon {
    /**
     * What was written to the log until this time has been read, by whichever service reads it.
     *
     * @throws RuntimeException if it cannot be found out
     */
    Instant readUntil();
}
