package io.freshet.contracts.api;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the public topics somebody wants to follow; what is null or empty restricts nothing.
 *
 * @param types of CloudEvents, such as {@code io.freshet.run.finished.v1}
 * @param namespace of the workflow or the dataset
 * @param workflow the name of the one whose attempt or run it is, or one of whose tasks made what was published
 * @param dataset the name of the one that something was published of
 * @param since the time from which on; null: what happens from now on
 */
public record WantedEvents(
        Set<String> types,
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String dataset,
        @Nullable Instant since) {
    /** Everything from now on. */
    public static final WantedEvents ALL = new WantedEvents(Set.of(), null, null, null, null);

    public WantedEvents {
        types = Set.copyOf(types);
    }
}
