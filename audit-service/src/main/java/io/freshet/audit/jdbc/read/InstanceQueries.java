package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for instances and the decisions about them. Thread-safe. */
public final class InstanceQueries {
    private static final String CURRENT = """
            i.instance, i.state,
            CASE WHEN i.progresses THEN i.progress_reason ELSE i.decided_reason END AS reason,
            CASE WHEN i.progresses THEN i.progress_sentence ELSE i.decided_sentence END AS sentence,
            i.decided_run AS run,
            CASE WHEN i.progresses THEN coalesce(i.progress_attempt, i.decided_attempt) ELSE i.decided_attempt END AS attempt,
            CASE WHEN i.progresses THEN i.progress_at ELSE i.decided_at END AS at
            """;
    private final DataSource database;

    public InstanceQueries(DataSource database) {
        this.database = database;
    }

    /** The instance that succeeded last with, and when. */
    public record LastSuccess(String attempt, Instant at) {}

    /** Those that are: an instance whose task was removed, or whose partitions came and went, is not among them. */
    public ResultPage<InstanceInfo> list(
            InstanceScope scope, @Nullable InstanceState state, @Nullable Reason reason, PageRequest slice) {
        Query query = Query.of("SELECT " + CURRENT + " FROM instances i WHERE NOT i.gone");
        scope.restrict(query, "i.instance");
        query.addIf(state == null ? null : state.name(), "AND i.state = ?");
        query.addIf(
                reason == null ? null : reason.name(),
                "AND CASE WHEN i.progresses THEN i.progress_reason ELSE i.decided_reason END = ?");
        if (slice.after() != null) {
            query.add("AND i.instance > ?", slice.after().getFirst());
        }
        query.add("ORDER BY i.instance LIMIT ?", slice.fetch());
        return ResultPage.of(query.list(database, InstanceQueries::info), slice, InstanceQueries::sortKey);
    }

    /** The instances that a run reached: in their present state where the run still has them, else as it left them. */
    public ResultPage<InstanceInfo> ofRun(
            String run, InstanceScope scope, @Nullable InstanceState state, PageRequest slice) {
        Query query = lastOfRun(run, scope, slice);
        query.addIf(state == null ? null : state.name(), "WHERE r.state = ?");
        query.add("ORDER BY r.instance LIMIT ?", slice.fetch());
        return ResultPage.of(query.list(database, InstanceQueries::info), slice, InstanceQueries::sortKey);
    }

    public Optional<InstanceInfo> find(InstanceRef instance) {
        return Query.of("SELECT " + CURRENT + " FROM instances i WHERE i.instance = ?", instance.toString())
                .first(database, InstanceQueries::info);
    }

    /** What is known of several, as far as it is, in the order asked for. */
    public List<InstanceInfo> find(List<InstanceRef> instances) {
        Map<InstanceRef, InstanceInfo> found = new TreeMap<>();
        Query.of(
                        "SELECT " + CURRENT + " FROM instances i WHERE i.instance = ANY(?)",
                        instances.stream().map(InstanceRef::toString).toList())
                .list(database, InstanceQueries::info)
                .forEach(info -> found.put(info.instance(), info));
        List<InstanceInfo> ordered = new ArrayList<>();
        for (InstanceRef instance : instances) {
            InstanceInfo info = found.get(instance);
            if (info != null) {
                ordered.add(info);
            }
        }
        return ordered;
    }

    public Optional<LastSuccess> lastSuccess(InstanceRef instance) {
        return Query.of(
                        "SELECT succeeded_attempt, succeeded_at FROM instances"
                                + " WHERE instance = ? AND succeeded_seq IS NOT NULL",
                        instance.toString())
                .first(
                        database,
                        fields -> new LastSuccess(fields.text("succeeded_attempt"), fields.time("succeeded_at")));
    }

    /** Decisions, newest first. */
    public List<DecisionInfo> decisions(InstanceRef instance, int limit) {
        return Query.of(
                        "SELECT * FROM decisions WHERE instance = ? ORDER BY seq DESC LIMIT ?",
                        instance.toString(),
                        limit)
                .list(database, InstanceQueries::decision);
    }

    /** The planner's last decision. */
    public Optional<DecisionInfo> lastDecision(InstanceRef instance) {
        return Query.of(
                        "SELECT * FROM decisions WHERE instance = ? AND NOT progress ORDER BY seq DESC LIMIT 1",
                        instance.toString())
                .first(database, InstanceQueries::decision);
    }

    /**
     * The last decision that the instance may run.
     *
     * @param attempt the one that led to this attempt, be it the first or a retry; null: the last of all
     */
    public Optional<DecisionInfo> lastReady(InstanceRef instance, @Nullable String attempt) {
        Query query = Query.of(
                "SELECT * FROM decisions WHERE instance = ? AND state = 'READY' AND NOT progress", instance.toString());
        if (attempt != null) {
            query.add("AND (attempt = ? OR at <= (SELECT at FROM attempts WHERE attempt = ?))", attempt, attempt);
        }
        return query.add("ORDER BY seq DESC LIMIT 1").first(database, InstanceQueries::decision);
    }

    /** The instances of a run, each with the last that was decided in it. */
    static Query lastOfRun(String run, InstanceScope scope, PageRequest slice) {
        Query query = Query.of("""
                SELECT r.* FROM (
                  SELECT d.instance, d.run,
                    CASE WHEN i.decided_seq = d.seq THEN i.state ELSE d.state END AS state,
                    CASE WHEN i.decided_seq = d.seq AND i.progresses THEN i.progress_reason ELSE d.reason END AS reason,
                    CASE WHEN i.decided_seq = d.seq AND i.progresses THEN i.progress_sentence ELSE d.sentence END AS sentence,
                    CASE WHEN i.decided_seq = d.seq AND i.progresses THEN coalesce(i.progress_attempt, d.attempt)
                         ELSE d.attempt END AS attempt,
                    CASE WHEN i.decided_seq = d.seq AND i.progresses THEN i.progress_at ELSE d.at END AS at
                  FROM (
                    SELECT DISTINCT ON (instance) instance, seq, run, state, reason, sentence, attempt, at
                    FROM decisions WHERE run = ? AND NOT progress
                """, run);
        scope.restrict(query, "instance");
        if (slice.after() != null) {
            query.add("AND instance > ?", slice.after().getFirst());
        }
        return query.add("ORDER BY instance, seq DESC) d LEFT JOIN instances i ON i.instance = d.instance) r");
    }

    private static InstanceInfo info(ResultRow fields) throws SQLException {
        String sentence = fields.textOrNull("sentence");
        return new InstanceInfo(
                fields.instance("instance"),
                fields.name(InstanceState.class, "state"),
                fields.nameOrNull(Reason.class, "reason"),
                sentence == null ? "" : sentence,
                fields.textOrNull("run"),
                fields.textOrNull("attempt"),
                fields.timeOrNull("at"));
    }

    static DecisionInfo decision(ResultRow fields) throws SQLException {
        return new DecisionInfo(
                fields.instance("instance"),
                fields.name(InstanceState.class, "state"),
                fields.name(Reason.class, "reason"),
                fields.text("sentence"),
                fields.textOrNull("run"),
                fields.textOrNull("attempt"),
                fields.instances("related"),
                fields.texts("missing"),
                fields.fingerprintOrNull("action_key"),
                fields.texts("causes"),
                fields.time("at"));
    }

    private static List<String> sortKey(InstanceInfo info) {
        return List.of(info.instance().toString());
    }
}
