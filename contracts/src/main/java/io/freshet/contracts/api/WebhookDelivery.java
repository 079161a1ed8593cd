package io.freshet.contracts.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was sent to a webhook.
 *
 * @param delivery the sender's id of it; null of what was refused before it was known
 * @param at when it came
 * @param type the CloudEvents type of the event that was made of it; null if none was
 * @param bytes of its body
 * @param problem why it was refused; null if it was taken
 * @param sentAgain how often somebody has sent it again
 */
public record WebhookDelivery(
        @Nullable String delivery,
        Instant at,
        State state,
        @Nullable String type,
        int bytes,
        @Nullable String problem,
        int sentAgain) {
    /** What became of it. */
    public enum State {
        /** It is an event of an upstream system. */
        TAKEN,
        /** It was not signed as it must be, or cannot be an event. */
        REFUSED
    }
}
