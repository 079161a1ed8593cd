package io.freshet.scheduler.admission;

import org.jspecify.annotations.Nullable;

/**
 * Which of those who wait are to be named; what is null is not asked for.
 *
 * @param limit how many at the most
 */
public record QueueQuery(
        @Nullable String pool,
        @Nullable String run,
        @Nullable String instance,
        int limit) {
    boolean asksForPool(String name) {
        return pool == null || pool.equals(name);
    }

    boolean asksForRun(String id) {
        return run == null || run.equals(id);
    }

    boolean asksForInstance(String ref) {
        return instance == null || instance.equals(ref);
    }
}
