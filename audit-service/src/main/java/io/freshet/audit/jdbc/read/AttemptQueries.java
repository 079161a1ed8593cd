package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.AttemptDetail;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventParts;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for attempts. Thread-safe. */
public final class AttemptQueries {
    private static final String STATE = """
            CASE WHEN a.finished_seq IS NOT NULL THEN CASE WHEN a.succeeded THEN 'SUCCEEDED' ELSE 'FAILED' END
                 WHEN a.started_seq IS NOT NULL THEN 'RUNNING'
                 WHEN a.withdrawn_seq IS NOT NULL THEN 'WITHDRAWN'
                 WHEN a.accepted_seq IS NOT NULL OR a.committed_seq IS NOT NULL THEN 'SUCCEEDED'
                 ELSE 'READY' END
            """;

    private static final String SELECT = "SELECT a.*, " + STATE + " AS state FROM attempts a WHERE true";

    private final DataSource database;

    public AttemptQueries(DataSource database) {
        this.database = database;
    }

    /** Which attempts are wanted; null: no matter. */
    public record Wanted(
            InstanceScope scope,
            @Nullable InstanceRef instance,
            @Nullable String run,
            @Nullable AttemptState state,
            @Nullable Instant since) {
        /** All of one instance. */
        public static Wanted of(InstanceRef instance) {
            return new Wanted(InstanceScope.ALL, instance, null, null, null);
        }
    }

    /** Newest first. */
    public ResultPage<AttemptInfo> list(Wanted wanted, PageRequest slice) {
        Query query = Query.of(SELECT);
        wanted.scope().restrict(query, "a.instance");
        query.addIf(wanted.instance() == null ? null : wanted.instance().toString(), "AND a.instance = ?")
                .addIf(wanted.run(), "AND a.run = ?")
                .addIf(wanted.state() == null ? null : wanted.state().name(), "AND (" + STATE + ") = ?")
                .addIf(wanted.since(), "AND a.at >= ?");
        if (slice.after() != null) {
            query.add(
                    "AND (a.at, a.attempt) < (?, ?)",
                    Instant.parse(slice.after().getFirst()),
                    slice.after().get(1));
        }
        List<Listable> attempts = query.add("ORDER BY a.at DESC, a.attempt DESC LIMIT ?", slice.fetch())
                .list(database, fields -> new Listable(info(fields), fields.time("at")));
        ResultPage<Listable> listed = ResultPage.of(
                attempts,
                slice,
                attempt -> List.of(attempt.at().toString(), attempt.info().attempt()));
        return new ResultPage<>(listed.items().stream().map(Listable::info).toList(), listed.next());
    }

    private record Listable(AttemptInfo info, Instant at) {}

    public Optional<AttemptInfo> info(String attempt) {
        return Query.of(SELECT + " AND a.attempt = ?", attempt).first(database, AttemptQueries::info);
    }

    public Optional<AttemptDetail> find(String attempt) {
        Optional<TaskReady> ready = event(attempt, TaskReady.class);
        Optional<AttemptFinished> finished =
                event(attempt, AttemptFinished.class).map(this::withOutputs);
        return Query.of(SELECT + " AND a.attempt = ?", attempt)
                .first(database, fields -> detail(fields, ready.orElse(null), finished.orElse(null)));
    }

    /** With some of its outputs, if they were so many that other events list them. */
    private AttemptFinished withOutputs(AttemptFinished finished) {
        if (!(finished.outcome() instanceof Outcome.Succeeded succeeded) || succeeded.outputParts() == null) {
            return finished;
        }
        List<Outcome.OutputPartition> outputs = Query.of(
                        "SELECT * FROM attempt_outputs WHERE attempt = ? ORDER BY namespace, dataset, partition LIMIT ?",
                        finished.attempt(),
                        EventParts.MAX_ENTRIES)
                .list(
                        database,
                        fields -> new Outcome.OutputPartition(
                                new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                                PartitionKey.parse(fields.text("partition")),
                                new PartitionVersion(
                                        new Fingerprint(fields.text("fingerprint")),
                                        fields.number("files"),
                                        fields.number("bytes"))));
        return finished.with(succeeded.withOutputs(outputs));
    }

    /** The success of the instance before the attempt. */
    public Optional<String> successBefore(InstanceRef instance, String attempt) {
        return Query.of(
                        "SELECT attempt FROM attempts WHERE instance = ? AND attempt <> ?"
                                + " AND (accepted_seq IS NOT NULL OR committed_seq IS NOT NULL)"
                                + " AND at < (SELECT at FROM attempts WHERE attempt = ?) ORDER BY at DESC LIMIT 1",
                        instance.toString(),
                        attempt,
                        attempt)
                .first(database, fields -> fields.text("attempt"));
    }

    /** When an attempt may begin; empty if it might at once, or nothing is known of it. */
    Optional<Instant> notBefore(String attempt) {
        return event(attempt, TaskReady.class).map(TaskReady::notBefore);
    }

    private <T extends Event> Optional<T> event(String attempt, Class<T> event) {
        return Query.of(
                        "SELECT data FROM events WHERE attempt = ? AND type = ? ORDER BY seq LIMIT 1",
                        attempt,
                        EventTypes.typeOf(event))
                .first(database, fields -> fields.json("data", event))
                .flatMap(found -> found);
    }

    private static AttemptDetail detail(ResultRow fields, @Nullable TaskReady ready, @Nullable AttemptFinished finished)
            throws SQLException {
        AttemptInfo info = info(fields);
        Outcome outcome = finished == null ? null : finished.outcome();
        Instant accepted = fields.timeOrNull("accepted_at");
        return new AttemptDetail(
                info,
                ready == null ? null : ready.work(),
                ready == null ? List.of() : ready.runs(),
                ready == null ? null : ready.pool(),
                ready == null ? null : ready.priority(),
                ready == null ? null : ready.notBefore(),
                outcome instanceof Outcome.Succeeded succeeded ? succeeded.outputs() : List.of(),
                outcome instanceof Outcome.Succeeded succeeded ? succeeded.results() : Map.of(),
                fields.textOrNull("executor") == null ? null : place(fields),
                accepted == null ? fields.timeOrNull("committed_at") : accepted,
                "/api/v1/attempts/" + info.attempt() + "/log");
    }

    private static Usage usage(ResultRow fields) throws SQLException {
        return new Usage(
                fields.longOrNull("cpu_millis"), fields.longOrNull("peak_memory_bytes"), fields.number("log_bytes"));
    }

    private static AttemptDetail.Place place(ResultRow fields) throws SQLException {
        return new AttemptDetail.Place(
                fields.text("executor"), fields.text("host"), fields.text("process"), fields.text("run_as"));
    }

    private static AttemptInfo info(ResultRow fields) throws SQLException {
        Instant started = fields.timeOrNull("started_at");
        return new AttemptInfo(
                fields.text("attempt"),
                fields.instance("instance"),
                fields.integer("number"),
                fields.name(AttemptState.class, "state"),
                fields.textOrNull("run"),
                fields.nameOrNull(Reason.class, "reason"),
                fields.integerOrNull("workflow_version"),
                fields.fingerprintOrNull("action_key"),
                fields.timeOrNull("ready_at"),
                started == null ? fields.timeOrNull("process_started_at") : started,
                fields.timeOrNull("finished_at"),
                fields.timeOrNull("accepted_at") != null || fields.timeOrNull("committed_at") != null,
                fields.textOrNull("cached_from"),
                fields.textOrNull("host"),
                fields.nameOrNull(FailureKind.class, "failure"),
                fields.integerOrNull("exit_code"),
                fields.textOrNull("message"),
                fields.timeOrNull("finished_at") == null ? null : usage(fields));
    }
}
