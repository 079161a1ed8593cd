package io.freshet.scheduler.jdbc;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events of a trigger that are held back.
 *
 * @param firstAt when the first was read; null if there is none
 * @param lastAt when the last was read; null if there is none
 */
@Introspected
record HeldEvents(
        long held, @Nullable Instant firstAt, @Nullable Instant lastAt) {}
