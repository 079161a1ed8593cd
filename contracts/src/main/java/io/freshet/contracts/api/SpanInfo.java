package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that took some time on behalf of a cause.
 *
 * @param span its id
 * @param parent the span of the same trace that it belongs to; null of the root
 * @param service whose work it was: {@code watcher}, {@code scheduler}, {@code planner} or {@code launcher}
 * @param error what failed, in one word; null if nothing did
 * @param attributes by the names of OpenTelemetry's semantic conventions where there is one, else {@code freshet.*}
 * @param links spans, most often of other traces, that it goes back to: the attempts that made what an attempt read, and the other causes that it serves
 */
public record SpanInfo(
        String span,
        @Nullable String parent,
        String name,
        String service,
        Instant startedAt,
        Instant endedAt,
        @Nullable String error,
        @Nullable String message,
        @Nullable String run,
        @Nullable InstanceRef instance,
        @Nullable String attempt,
        @Nullable DatasetRef dataset,
        Map<String, String> attributes,
        List<Link> links) {
    /** A span that another goes back to. */
    public record Link(String trace, String span) {}
}
