package io.freshet.scheduler.replay;

import org.jspecify.annotations.Nullable;

/**
 * A record as it lies on the log.
 *
 * @param event an event of ours or of an upstream system; null if nobody can read it, or it is a tombstone
 */
public record LogRecord(long offset, @Nullable Object event) {}
