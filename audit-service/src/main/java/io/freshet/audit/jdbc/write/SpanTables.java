package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.SpanRow;
import io.freshet.audit.trace.Span;
import io.freshet.contracts.id.DatasetRef;
import java.util.function.Function;

/** Where spans are written. */
final class SpanTables {
    /** Of one event: the first that says it. */
    static final UpsertTable<SpanRow> OF_EVENTS = columns(SpanRow::span).once();

    /** Of rows that are completed by and by: what they say now. */
    static final UpsertTable<Span> OF_ROWS = columns(Function.<Span>identity()).replacing();

    private SpanTables() {}

    private static <R> UpsertTable.Builder<R> columns(Function<R, Span> span) {
        return UpsertTable.<R>named("spans")
                .key("started_at", "timestamptz", row -> span.apply(row).start())
                .key("span", "text", row -> span.apply(row).id())
                .fixed("trace", "text", row -> span.apply(row).trace())
                .fixed("parent", "text", row -> span.apply(row).parent())
                .fixed("name", "text", row -> span.apply(row).name())
                .fixed("service", "text", row -> span.apply(row).service())
                .fixed("run", "text", row -> span.apply(row).subject().run())
                .fixed("instance", "text", row -> span.apply(row).subject().instance())
                .fixed("attempt", "text", row -> span.apply(row).subject().attempt())
                .fixed("namespace", "text", row -> {
                    DatasetRef dataset = span.apply(row).subject().dataset();
                    return dataset == null ? null : dataset.namespace();
                })
                .fixed("dataset", "text", row -> {
                    DatasetRef dataset = span.apply(row).subject().dataset();
                    return dataset == null ? null : dataset.dataset();
                })
                .time("ended_at", row -> span.apply(row).end())
                .text("error", row -> span.apply(row).error())
                .text("message", row -> span.apply(row).message())
                .column(
                        "attributes",
                        "json",
                        row -> PostgresText.json(span.apply(row).attributes()))
                .column(
                        "links",
                        "json",
                        row -> PostgresText.json(span.apply(row).links()));
    }
}
