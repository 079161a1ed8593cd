package io.freshet.scheduler.replay;

import io.freshet.contracts.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies on the log.
 *
 * @param event null if nobody can read it, or it is a tombstone
 */
public record LogRecord(long offset, @Nullable Event event) {}
