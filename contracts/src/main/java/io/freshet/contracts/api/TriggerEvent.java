package io.freshet.contracts.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event led to for a trigger.
 *
 * @param source and {@code id} identify the event
 * @param at when it was read
 * @param run that was asked for, for this event or for several that ask for the same; null if none was
 * @param problem why none was: what the trigger speaks of is not in the event, or does not fit the workflow; null if there is none
 * @param sameAs the id of the event that said the same before; null if none did
 */
public record TriggerEvent(
        String source,
        String id,
        Instant at,
        State state,
        @Nullable String run,
        @Nullable String problem,
        @Nullable String sameAs) {
    /** What became of the event. */
    public enum State {
        /** It has asked for a run. */
        ASKED,
        /** It waits for others, or for its turn, and will ask for a run. */
        HELD,
        /** It cannot be used. */
        REFUSED,
        /** It says the same as one before, and asks for nothing. */
        REPEATED
    }
}
