package io.freshet.audit.jdbc.read;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.api.SpanInfo;
import io.freshet.contracts.api.TraceDetail;
import io.freshet.contracts.api.TraceInfo;
import io.freshet.contracts.api.WantedTraces;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TraceIds;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Asks for traces and their spans. Thread-safe. */
public final class TraceQueries {
    /** The bound on the links to what attempts have read, of all spans of a trace together. */
    static final int MOST_LINKS = 10_000;

    private static final String TRACES = """
            SELECT r.trace, r.name, r.attributes, r.started_at, x.ended_at, x.spans, x.errors
            FROM spans r CROSS JOIN LATERAL (
              SELECT max(s.ended_at) AS ended_at, count(*) AS spans, count(s.error) AS errors
              FROM spans s WHERE s.trace = r.trace) x
            WHERE r.parent IS NULL
            """;

    /** The attempts in a trace, and those that made what they have read. */
    private static final String LINKS = """
            SELECT DISTINCT s.attempt, p.attempt AS maker, p.trace ->> 'id' AS trace
            FROM spans s JOIN attempt_inputs i ON i.attempt = s.attempt
            JOIN attempt_outputs o ON o.namespace = i.namespace AND o.dataset = i.dataset
              AND o.partition = i.partition AND o.fingerprint = i.fingerprint
            JOIN attempts p ON p.attempt = o.attempt
            WHERE s.trace = ? AND s.name LIKE 'task %' AND p.trace IS NOT NULL
              AND (p.accepted_seq IS NOT NULL OR p.committed_seq IS NOT NULL)
            ORDER BY 1, 2 LIMIT ?
            """;

    private final DataSource database;

    public TraceQueries(DataSource database) {
        this.database = database;
    }

    /** Newest first. */
    public ResultPage<TraceInfo> list(WantedTraces wanted, PageRequest slice) {
        Query query = Query.of(TRACES)
                .addIf(wanted.run(), "AND r.trace IN (SELECT trace FROM spans WHERE run = ?)")
                .addIf(
                        wanted.instance() == null ? null : wanted.instance().toString(),
                        "AND r.trace IN (SELECT trace FROM spans WHERE instance = ?)")
                .addIf(wanted.from(), "AND r.started_at >= ?")
                .addIf(wanted.to(), "AND r.started_at < ?");
        DatasetRef dataset = wanted.dataset();
        if (dataset != null) {
            query.add(
                    "AND r.trace IN (SELECT trace FROM spans WHERE namespace = ? AND dataset = ?)",
                    dataset.namespace(),
                    dataset.dataset());
        }
        Duration least = wanted.minDuration();
        if (least != null) {
            query.add("AND x.ended_at - r.started_at >= ? * interval '1 microsecond'", micros(least));
        }
        if (wanted.error()) {
            query.add("AND x.errors > 0");
        }
        if (slice.after() != null) {
            query.add(
                    "AND (r.started_at, r.trace) < (?, ?)",
                    Instant.parse(slice.after().getFirst()),
                    slice.after().get(1));
        }
        List<TraceInfo> traces = query.add("ORDER BY r.started_at DESC, r.trace DESC LIMIT ?", slice.fetch())
                .list(database, TraceQueries::trace);
        return ResultPage.of(traces, slice, trace -> List.of(trace.startedAt().toString(), trace.trace()));
    }

    /** The trace of this id alone, if there is one; else those that begin so, at most {@value Identifiers#MOST}, in order. */
    public List<String> matching(String text) {
        String from = StoredText.of(text);
        String end = TextRange.end(from);
        if (from.isEmpty() || end.isEmpty()) {
            return List.of();
        }
        return Query.of(
                        "SELECT DISTINCT trace FROM spans WHERE parent IS NULL AND trace >= ? AND trace < ? ORDER BY trace LIMIT ?",
                        from,
                        end,
                        Identifiers.MOST)
                .list(database, row -> row.text("trace"));
    }

    public Optional<TraceDetail> find(String trace) {
        Optional<TraceInfo> found = Query.of(TRACES + " AND r.trace = ? ORDER BY r.started_at LIMIT 1", trace)
                .first(database, TraceQueries::trace);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<SpanInfo.Link>> made = links(trace);
        List<SpanInfo> spans = Query.of(
                        "SELECT * FROM spans WHERE trace = ? ORDER BY started_at, ended_at DESC, span LIMIT ?",
                        trace,
                        TraceDetail.MOST_SPANS)
                .list(database, row -> span(row, made));
        return Optional.of(
                new TraceDetail(found.get(), spans, Math.max(0, found.get().spans() - spans.size())));
    }

    /** By the span of an attempt, the spans of the attempts that made what it has read. */
    private Map<String, List<SpanInfo.Link>> links(String trace) {
        Map<String, List<SpanInfo.Link>> links = new HashMap<>();
        Query.of(LINKS, trace, MOST_LINKS)
                .list(
                        database,
                        row -> links.computeIfAbsent(TraceIds.attempt(row.text("attempt")), _ -> new ArrayList<>())
                                .add(new SpanInfo.Link(row.text("trace"), TraceIds.attempt(row.text("maker")))));
        return links;
    }

    private static TraceInfo trace(ResultRow row) throws SQLException {
        return new TraceInfo(
                row.text("trace"),
                row.text("name"),
                attributes(row),
                row.time("started_at"),
                row.time("ended_at"),
                row.number("spans"),
                row.number("errors"));
    }

    private static SpanInfo span(ResultRow row, Map<String, List<SpanInfo.Link>> made) throws SQLException {
        String span = row.text("span");
        String dataset = row.textOrNull("dataset");
        Stream<SpanInfo.Link> causes =
                row.texts("links").stream().map(other -> new SpanInfo.Link(other, TraceIds.root(other)));
        return new SpanInfo(
                span,
                row.textOrNull("parent"),
                row.text("name"),
                row.text("service"),
                row.time("started_at"),
                row.time("ended_at"),
                row.textOrNull("error"),
                row.textOrNull("message"),
                row.textOrNull("run"),
                row.instanceOrNull("instance"),
                row.textOrNull("attempt"),
                dataset == null ? null : new DatasetRef(row.text("namespace"), dataset),
                attributes(row),
                Stream.concat(causes, made.getOrDefault(span, List.of()).stream())
                        .toList());
    }

    private static Map<String, String> attributes(ResultRow row) throws SQLException {
        return row.json("attributes", new TypeReference<>() {});
    }

    /** As many as PostgreSQL can count. */
    private static long micros(Duration duration) {
        return duration.compareTo(Duration.ofDays(36_500)) > 0
                ? Duration.ofDays(36_500).toNanos() / 1_000
                : duration.toNanos() / 1_000;
    }
}
