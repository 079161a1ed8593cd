package io.freshet.scheduler.topology;

import io.freshet.scheduler.domain.AdmissionInput;
import org.jspecify.annotations.Nullable;

/**
 * What passes through the repartition topic, as JSON.
 *
 * @param attempt that ended; null if a pool was resized
 * @param pool that was resized; null if an attempt ended
 * @param slots of the pool; null: the default
 */
record SlotNews(
        @Nullable String attempt,
        @Nullable String pool,
        @Nullable Integer slots) {
    static SlotNews ended(String attempt) {
        return new SlotNews(attempt, null, null);
    }

    static SlotNews resized(String pool, @Nullable Integer slots) {
        return new SlotNews(null, pool, slots);
    }

    AdmissionInput input(String namespace) {
        if (attempt != null) {
            return new AdmissionInput.Ended(attempt);
        }
        if (pool != null) {
            return new AdmissionInput.Resized(namespace, pool, slots);
        }
        throw new IllegalStateException("slot news of neither an attempt nor a pool");
    }
}
