package io.freshet.audit.history;

import io.freshet.audit.trace.Span;
import java.time.Instant;

/** A span of which one event says everything. The first event that says it counts: what is published again was published then. */
public record SpanRow(Span span) implements Row.Once {
    @Override
    public String key() {
        return span.id();
    }

    /** When it began. */
    public Instant at() {
        return span.start();
    }
}
