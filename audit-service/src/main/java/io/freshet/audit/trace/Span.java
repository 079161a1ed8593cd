package io.freshet.audit.trace;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that took some time on behalf of a cause. All of it follows from the log, the ids too (see {@link
 * io.freshet.contracts.id.TraceIds}): made again, it is the same span.
 *
 * @param parent the span in the same trace that it is a part of, or that brought it about; null of the root alone. A child may begin and end
 *     after its parent
 * @param name of the kind of work, without ids: few different ones, so that they can be compared
 * @param service whose work it was: {@code watcher}, {@code scheduler}, {@code planner} or {@code launcher}
 * @param end not before the start, whatever the clocks of two machines say
 * @param error what failed, in one word; null if nothing did
 * @param message what failed, for people, at most {@value #MAX_MESSAGE} characters; null without an error
 * @param attributes by the names of OpenTelemetry's semantic conventions where there is one, else {@code freshet.*}
 * @param links traces, by their root, that it belongs to as well
 */
public record Span(
        String trace,
        String id,
        @Nullable String parent,
        String name,
        String service,
        Instant start,
        Instant end,
        @Nullable String error,
        @Nullable String message,
        SpanSubject subject,
        SortedMap<String, String> attributes,
        List<String> links) {
    /** The bound on the characters of a message; of a longer one the beginning is kept. */
    public static final int MAX_MESSAGE = 1_000;
}
