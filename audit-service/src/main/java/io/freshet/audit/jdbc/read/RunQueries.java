package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.id.WorkflowRef;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for runs. Thread-safe. */
public final class RunQueries {
    private final DataSource database;

    public RunQueries(DataSource database) {
        this.database = database;
    }

    /** Which runs are wanted; null: no matter. */
    public record Wanted(
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable RunState state,
            @Nullable Instant since) {}

    /** Newest first. */
    public ResultPage<RunInfo> list(Wanted wanted, PageRequest slice) {
        Query query = Query.of("SELECT * FROM runs WHERE true")
                .addIf(wanted.namespace(), "AND namespace = ?")
                .addIf(wanted.workflow(), "AND workflow = ?")
                .addIf(wanted.state() == null ? null : wanted.state().name(), "AND state = ?")
                .addIf(wanted.since(), "AND started_at >= ?");
        if (slice.after() != null) {
            query.add(
                    "AND (started_at, run) < (?, ?)",
                    Instant.parse(slice.after().getFirst()),
                    slice.after().get(1));
        }
        List<RunInfo> runs = query.add("ORDER BY started_at DESC, run DESC LIMIT ?", slice.fetch())
                .list(database, RunQueries::info);
        return ResultPage.of(runs, slice, run -> List.of(run.startedAt().toString(), run.run()));
    }

    /** With who asked for it, and its counts. */
    public Optional<RunInfo> find(String run) {
        Optional<RunInfo> found =
                Query.of("SELECT * FROM runs WHERE run = ?", run).first(database, RunQueries::info);
        if (found.isEmpty()) {
            return found;
        }
        RunInfo info = found.get();
        return Optional.of(new RunInfo(
                info.run(),
                info.workflow(),
                info.state(),
                info.cause(),
                requestedBy(run).orElse(null),
                info.workflowVersion(),
                info.startedAt(),
                info.finishedAt(),
                info.counts() == null ? liveCounts(run) : info.counts(),
                info.bytes(),
                info.criticalPath(),
                info.instances()));
    }

    /** The backfills that go on, the oldest first, with their counts; at most so many. */
    public List<RunInfo> openBackfills(int most) {
        return Query.of(
                        "SELECT run FROM runs WHERE state = 'RUNNING' AND cause->>'kind' = 'BACKFILL'"
                                + " ORDER BY started_at, run LIMIT ?",
                        most)
                .list(database, row -> row.text("run"))
                .stream()
                .flatMap(run -> find(run).stream())
                .toList();
    }

    /** What a trial said that the run would do. */
    public Optional<RunForecast> forecast(String run) {
        return event(run, RunForecast.class);
    }

    /** Whether the run has finished; also false if nothing was heard of it. */
    public boolean isFinished(String run) {
        return Query.of("SELECT state FROM runs WHERE run = ?", run)
                .first(database, fields -> fields.name(RunState.class, "state"))
                .filter(RunState::isFinished)
                .isPresent();
    }

    public Optional<Cause> cause(String run) {
        return Query.of("SELECT cause FROM runs WHERE run = ?", run)
                .first(database, fields -> fields.json("cause", Cause.class))
                .flatMap(cause -> cause);
    }

    private Optional<String> requestedBy(String run) {
        return event(run, RunRequest.Evaluate.class).map(RunRequest.Evaluate::requestedBy);
    }

    /** The event of a type that speaks of a run as a whole. */
    private <E extends Event> Optional<E> event(String run, Class<E> type) {
        return Query.of(
                        "SELECT data FROM events WHERE run = ? AND attempt IS NULL AND type = ? LIMIT 1",
                        run,
                        EventTypes.typeOf(type))
                .first(database, fields -> fields.json("data", type))
                .flatMap(found -> found);
    }

    private RunCounts liveCounts(String run) {
        Map<String, Integer> counts = new TreeMap<>();
        Query query = Query.of("SELECT kind, count(*) AS instances FROM (SELECT CASE"
                + " WHEN state = 'SUCCEEDED' AND reason = 'CACHED' THEN 'CACHED'"
                + " WHEN state = 'SKIPPED' AND reason = 'CUT_OFF' THEN 'CUT_OFF' ELSE state END AS kind FROM (");
        query.add(InstanceQueries.lastOfRun(run, InstanceScope.ALL, PageRequest.first(1)))
                .add(") s) k GROUP BY kind")
                .list(database, fields -> counts.put(fields.text("kind"), fields.integer("instances")));
        return new RunCounts(
                sum(counts, "PENDING", "READY", "ADMITTED", "RUNNING", "RETRYING"),
                sum(counts, "SUCCEEDED"),
                sum(counts, "CACHED"),
                sum(counts, "CUT_OFF"),
                sum(counts, "SKIPPED"),
                sum(counts, "WAITING"),
                sum(counts, "FAILED"),
                sum(counts, "BLOCKED"),
                sum(counts, "CANCELLED"));
    }

    private static int sum(Map<String, Integer> counts, String... kinds) {
        int sum = 0;
        for (String kind : kinds) {
            sum += counts.getOrDefault(kind, 0);
        }
        return sum;
    }

    private static RunInfo info(ResultRow fields) throws SQLException {
        RunState state = fields.name(RunState.class, "state");
        String run = fields.text("run");
        return new RunInfo(
                run,
                new WorkflowRef(fields.text("namespace"), fields.text("workflow")),
                state,
                fields.json("cause", Cause.class).orElse(null),
                null,
                fields.integerOrNull("workflow_version"),
                fields.time("started_at"),
                state.isFinished() ? fields.timeOrNull("finished_at") : null,
                state.isFinished()
                        ? fields.json("summary", RunFinished.Summary.class)
                                .map(RunQueries::counts)
                                .orElse(null)
                        : null,
                state.isFinished() ? fields.longOrNull("bytes") : null,
                state.isFinished()
                        ? fields.json("critical_path", CriticalPathStep[].class)
                                .map(List::of)
                                .orElse(List.of())
                        : List.of(),
                "/api/v1/instances?run=" + run);
    }

    private static RunCounts counts(RunFinished.Summary summary) {
        return new RunCounts(
                0,
                summary.executed(),
                summary.cached(),
                summary.cutOff(),
                summary.skipped(),
                summary.waiting(),
                summary.failed(),
                summary.blocked(),
                summary.cancelled());
    }
}
