package io.freshet.scheduler.deployment;

import io.freshet.servicekit.time.Backoff;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * Waits until what was committed is on the log. It asks the database, since another instance of this service may be the one that
 * publishes; the first questions come quickly, because mostly it takes a few milliseconds. Thread-safe.
 */
public final class PublishedAwaiter {
    private static final Backoff BACKOFF = Backoff.ofMillis(2, 100);

    private final LongFunction<PublicationState> states;
    private final Duration limit;

    /**
     * @param limit after which the answer is "not yet"
     */
    public PublishedAwaiter(LongFunction<PublicationState> states, Duration limit) {
        this.states = states;
        this.limit = limit;
    }

    /**
     * Whether the row was published in time; if not, it will be.
     *
     * @throws io.freshet.contracts.api.ProblemException if Kafka has refused it for good
     */
    public boolean await(long outboxId) {
        long begin = System.nanoTime();
        for (int asked = 1; !isPublished(outboxId); asked++) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(BACKOFF.pause(asked));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isPublished(long outboxId) {
        return switch (states.apply(outboxId)) {
            case PublicationState.Pending() -> false;
            case PublicationState.Published() -> true;
            case PublicationState.Refused(String error) -> throw Problems.publicationRefused(error);
        };
    }
}
