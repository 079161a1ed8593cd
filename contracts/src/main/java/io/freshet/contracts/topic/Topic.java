package io.freshet.contracts.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One topic of Freshet.
 *
 * @param name with the product's prefix
 * @param key what the record key is
 * @param cleanup how old records go
 * @param retention how long records stay where the cleanup is {@link Cleanup#DELETE}; null: for ever
 */
public record Topic(
        String name, String key, Cleanup cleanup, @Nullable Duration retention, boolean isPublic) {
    /** How old records go. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }
}
