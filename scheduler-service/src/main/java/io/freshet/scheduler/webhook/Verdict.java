package io.freshet.scheduler.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a signature says of a request. */
sealed interface Verdict {
    /**
     * It comes from who has the secret.
     *
     * @param delivery the sender's id of it, the same when it is sent again
     * @param event what the sender calls what has happened
     * @param time when it happened; null: the sender does not say
     * @param content equal for equal contents, where the id is not signed and so proves nothing; null where it is
     */
    record Genuine(
            String delivery,
            String event,
            @Nullable Instant time,
            @Nullable String content) implements Verdict {}

    /**
     * It does not, as far as anybody can see.
     *
     * @param reason for who looks after the webhook, without the secret; the sender is not given it
     */
    record Forged(String reason) implements Verdict {}

    /**
     * It does, and lacks something.
     *
     * @param reason what, and what would be right
     */
    record Incomplete(String reason) implements Verdict {}
}
