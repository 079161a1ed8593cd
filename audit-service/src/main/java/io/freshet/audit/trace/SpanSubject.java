package io.freshet.audit.trace;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * What a span is about, by which it is found.
 *
 * @param dataset that was changed or published
 */
public record SpanSubject(
        @Nullable String run,
        @Nullable InstanceRef instance,
        @Nullable String attempt,
        @Nullable DatasetRef dataset) {
    static final SpanSubject NONE = new SpanSubject(null, null, null, null);

    static SpanSubject run(String run) {
        return new SpanSubject(run, null, null, null);
    }
}
