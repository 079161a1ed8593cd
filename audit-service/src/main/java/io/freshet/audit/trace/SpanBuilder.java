package io.freshet.audit.trace;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A span in the making. Not thread-safe. */
final class SpanBuilder {
    private final String trace;
    private final String id;
    private final String name;
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private final List<String> links = new ArrayList<>();
    private @Nullable String parent;
    private String service = "planner";
    private SpanSubject subject = SpanSubject.NONE;
    private @Nullable String error;
    private @Nullable String message;

    SpanBuilder(String trace, String id, String name) {
        this.trace = trace;
        this.id = id;
        this.name = name;
    }

    SpanBuilder parent(String span) {
        parent = span;
        return this;
    }

    SpanBuilder service(String of) {
        service = of;
        return this;
    }

    SpanBuilder about(SpanSubject what) {
        subject = what;
        return this;
    }

    /** An attribute; none where the value is null. */
    SpanBuilder with(String attribute, @Nullable Object value) {
        if (value != null) {
            attributes.put(attribute, value.toString());
        }
        return this;
    }

    /** The partition that it is about; nothing of what has none. */
    SpanBuilder partition(PartitionKey partition) {
        return with("freshet.partition", partition.isNone() ? null : partition);
    }

    SpanBuilder links(List<String> traces) {
        links.addAll(traces);
        return this;
    }

    SpanBuilder failed(String word, @Nullable String why) {
        error = word;
        message = why == null ? null : ShortText.of(why, Span.MAX_MESSAGE);
        return with("error.type", word);
    }

    /** The span; of an end before its start, which the clocks of two machines may give, only the start counts. */
    Span between(Instant start, Instant end) {
        return new Span(
                trace,
                id,
                parent,
                name,
                service,
                start,
                end.isBefore(start) ? start : end,
                error,
                message,
                subject,
                Collections.unmodifiableSortedMap(new TreeMap<>(attributes)),
                List.copyOf(links));
    }

    Span at(Instant moment) {
        return between(moment, moment);
    }
}
