package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.AttemptRow;
import io.freshet.audit.history.HistoryRow;
import io.freshet.audit.history.Row;
import io.freshet.audit.history.RunRow;
import io.freshet.audit.history.SpanRow;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.audit.trace.AttemptFacts;
import io.freshet.audit.trace.AttemptSpans;
import io.freshet.audit.trace.RunFacts;
import io.freshet.audit.trace.RunSpans;
import io.freshet.audit.trace.Span;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.FailureKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of the attempts and runs that a batch says something of, after its rows were written and in the same transaction. What it makes
 * follows from the rows as they are then. Whoever says something of a row holds it until the transaction ends, so of two that complete the
 * same spans the later sees what the earlier wrote. Written twice, a span is the same.
 *
 * <p>Of a trace that is not sampled the attempts that failed are kept, and for their sake their runs; and the runs that failed. Thread-safe.
 */
final class SpanWriter {
    private final double sampled;

    /**
     * @param sampled the part of the traces that is kept, from 0 to 1; of 0 nothing is, not even what failed
     */
    SpanWriter(double sampled) {
        this.sampled = sampled;
    }

    /** The rows without the spans of traces that are not sampled. */
    List<Row> withoutUnsampled(List<Row> rows) {
        return sampled >= 1
                ? rows
                : rows.stream()
                        .filter(row -> !(row instanceof SpanRow span)
                                || isKept(span.span().trace()))
                        .toList();
    }

    /**
     * Before rows are written: sees that of an attempt that failed and the end of its run, which two transactions may write, the later knows of
     * the earlier. In the order in which runs are written.
     */
    void lock(Connection connection, List<Row> rows) throws SQLException {
        if (sampled <= 0 || sampled >= 1) {
            return;
        }
        SortedSet<String> runs = new TreeSet<>();
        for (Row row : rows) {
            switch (row) {
                case RunRow part -> runs.add(part.run());
                case AttemptRow.Ready ready -> runs.add(ready.ready().run());
                case AttemptRow.Finished finished ->
                    runs.add(finished.finished().run());
                default -> {
                    // Neither fails, nor ends a run.
                }
            }
        }
        if (!runs.isEmpty()) {
            Query.of("SELECT run FROM runs WHERE run = ANY(?) ORDER BY run FOR UPDATE", List.copyOf(runs))
                    .list(connection, row -> row.text("run"));
        }
    }

    void write(Connection connection, List<Row> rows) throws SQLException {
        if (sampled <= 0) {
            return;
        }
        SortedSet<String> attempts = new TreeSet<>();
        SortedSet<String> runs = new TreeSet<>();
        List<RunFinished> ends = new ArrayList<>();
        for (Row row : rows) {
            switch (row) {
                case AttemptRow part -> attempts.add(part.attempt());
                case RunRow.Begun begun -> runs.add(begun.key());
                case RunRow.FirstEnded ended -> {
                    runs.add(ended.key());
                    ends.add(ended.finished());
                }
                default -> {
                    // Says nothing of a row that spans are made of.
                }
            }
        }
        SortedMap<String, Span> spans = new TreeMap<>();
        SortedSet<String> failed = addAttempts(spans, attempts(connection, attempts));
        runs.addAll(failed);
        Map<String, RunFacts> known = runs(connection, runs);
        failed.addAll(withFailures(connection, known));
        addRuns(spans, known, failed, ends);
        if (!spans.isEmpty()) {
            SpanTables.OF_ROWS.write(connection, spans.values());
        }
    }

    /** Returns the runs of the attempts that are kept only because they failed. */
    private SortedSet<String> addAttempts(SortedMap<String, Span> spans, List<AttemptFacts> attempts) {
        SortedSet<String> failed = new TreeSet<>();
        for (AttemptFacts facts : attempts) {
            List<Span> made = AttemptSpans.of(facts);
            AttemptFacts.Order order = facts.order();
            if (order == null || made.isEmpty() || isKept(order.trace().id())) {
                add(spans, made);
            } else if (made.stream().anyMatch(span -> span.error() != null)) {
                add(spans, made);
                if (order.trace().whole() == null) {
                    failed.add(order.run());
                }
            }
        }
        return failed;
    }

    private void addRuns(
            SortedMap<String, Span> spans,
            Map<String, RunFacts> runs,
            SortedSet<String> failed,
            List<RunFinished> ends) {
        for (RunFacts facts : runs.values()) {
            if (isKept(facts.trace()) || facts.hasFailed() || failed.contains(facts.run())) {
                add(spans, RunSpans.of(facts));
            }
        }
        for (RunFinished end : ends) {
            RunFacts facts = runs.get(end.run());
            if (facts != null
                    && facts.end() != null
                    && facts.end().opening() < end.opening()
                    && (isKept(facts.trace()) || end.state() == RunFinished.State.FAILED)) {
                add(spans, RunSpans.of(facts));
                add(spans, List.of(RunSpans.opening(facts, RunFacts.End.of(end))));
            }
        }
    }

    /** Those of the runs in traces that are not sampled of which attempts were kept because they failed. */
    private List<String> withFailures(Connection connection, Map<String, RunFacts> runs) throws SQLException {
        List<String> unsampled = runs.values().stream()
                .filter(facts -> !isKept(facts.trace()))
                .map(RunFacts::run)
                .sorted()
                .toList();
        if (unsampled.isEmpty()) {
            return List.of();
        }
        List<String> failed = new ArrayList<>();
        Query.of(
                        "SELECT DISTINCT run, trace FROM spans WHERE run = ANY(?) AND attempt IS NOT NULL AND error IS NOT NULL",
                        unsampled)
                .list(connection, row -> {
                    String run = row.text("run");
                    RunFacts facts = runs.get(run);
                    return facts != null && facts.trace().equals(row.text("trace")) && failed.add(run);
                });
        return failed;
    }

    private boolean isKept(String trace) {
        return TraceIds.isSampled(trace, sampled);
    }

    private static void add(SortedMap<String, Span> spans, List<Span> more) {
        more.forEach(span -> spans.put(span.id(), span));
    }

    private static List<AttemptFacts> attempts(Connection connection, SortedSet<String> attempts) throws SQLException {
        return attempts.isEmpty()
                ? List.of()
                : Query.of("""
                        SELECT * FROM attempts WHERE attempt = ANY(?) AND trace IS NOT NULL
                        AND (finished_seq IS NOT NULL OR withdrawn_seq IS NOT NULL)
                        """, List.copyOf(attempts)).list(connection, SpanWriter::attempt);
    }

    private static AttemptFacts attempt(ResultRow row) throws SQLException {
        Instant committed = row.timeOrNull("committed_at");
        String executor = row.textOrNull("executor");
        return new AttemptFacts(
                row.text("attempt"),
                InstanceRef.parse(row.text("instance")),
                new AttemptFacts.Order(
                        row.json("trace", AttemptTrace.class).orElseThrow(),
                        row.text("run"),
                        row.text("reason"),
                        row.time("ready_at")),
                row.timeOrNull("admitted_at"),
                executor == null ? null : new AttemptFacts.Place(executor, row.text("host"), row.text("process")),
                end(row),
                row.timeOrNull("withdrawn_at"),
                committed == null ? row.timeOrNull("accepted_at") : committed);
    }

    private static AttemptFacts.@Nullable End end(ResultRow row) throws SQLException {
        Instant at = row.timeOrNull("finished_at");
        String failure = row.textOrNull("failure");
        return at == null
                ? null
                : new AttemptFacts.End(
                        failure == null ? null : FailureKind.valueOf(failure),
                        row.textOrNull("message"),
                        row.integerOrNull("exit_code"),
                        row.textOrNull("cached_from"),
                        row.timeOrNull("process_started_at"),
                        at);
    }

    private static Map<String, RunFacts> runs(Connection connection, SortedSet<String> runs) throws SQLException {
        Map<String, RunFacts> found = new HashMap<>();
        if (!runs.isEmpty()) {
            Query.of("SELECT * FROM runs WHERE run = ANY(?)", List.copyOf(runs))
                    .list(connection, SpanWriter::run)
                    .forEach(facts -> found.put(facts.run(), facts));
        }
        return found;
    }

    private static RunFacts run(ResultRow row) throws SQLException {
        Instant ended = row.timeOrNull("first_end_at");
        return new RunFacts(
                row.text("run"),
                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                row.json("cause", Cause.class).orElseThrow(),
                row.timeOrNull("begun_at"),
                ended == null
                        ? null
                        : new RunFacts.End(
                                row.number("first_end_opening"),
                                row.text("first_end_state"),
                                row.time("first_end_started_at"),
                                ended));
    }

    /** When spans may begin that the rows lead to, so that there is a place for them. */
    static List<Instant> starts(List<Row> rows) {
        List<Instant> starts = new ArrayList<>();
        for (Row row : rows) {
            switch (row) {
                case HistoryRow written -> starts.add(written.at());
                case SpanRow span -> starts.add(span.at());
                case RunRow.Begun begun -> starts.add(begun.started().cause().at());
                case RunRow.FirstEnded ended -> {
                    starts.add(ended.finished().cause().at());
                    starts.add(ended.finished().startedAt());
                }
                case AttemptRow.Ready ready -> {
                    AttemptTrace trace = ready.ready().work().trace();
                    if (trace != null && trace.since() != null) {
                        starts.add(trace.since());
                    }
                }
                case AttemptRow.Finished finished -> {
                    Instant started = finished.finished().startedAt();
                    if (started != null) {
                        starts.add(started);
                    }
                }
                default -> {
                    // No span begins with it.
                }
            }
        }
        return starts;
    }
}
