package io.freshet.contracts.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event led to for a trigger.
 *
 * @param source and {@code id} identify the event
 * @param at when it was read
 * @param run that was asked for; null if none was
 * @param problem why none was: what the trigger speaks of is not in the event, or does not fit the workflow; null if one was
 */
public record TriggerEvent(
        String source,
        String id,
        Instant at,
        @Nullable String run,
        @Nullable String problem) {}
