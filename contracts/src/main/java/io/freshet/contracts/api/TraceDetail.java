package io.freshet.contracts.api;

import java.util.List;

/**
 * A trace and its spans.
 *
 * @param spans in the order in which they began, at most {@value #MOST_SPANS}
 * @param omitted how many more there are
 */
public record TraceDetail(TraceInfo trace, List<SpanInfo> spans, long omitted) {
    /** The bound on the spans that are listed. */
    public static final int MOST_SPANS = 5_000;
}
