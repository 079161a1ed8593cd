package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.AttemptRow;
import io.freshet.contracts.event.Outcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the parts of an attempt are written. */
final class AttemptTables {
    static final UpsertTable<AttemptRow.Ready> READY = AttemptTables.<AttemptRow.Ready>attempts()
            .column("number", "int", row -> row.ready().number())
            .text("run", row -> row.ready().run())
            .text("reason", row -> row.ready().reason())
            .column("workflow_version", "int", row -> row.ready().work().workflowVersion())
            .text("action_key", row -> row.ready().work().actionKey())
            .column(
                    "trace",
                    "json",
                    row -> row.ready().work().trace() == null
                            ? null
                            : PostgresText.json(row.ready().work().trace()))
            .time("ready_at", row -> row.ready().at())
            .seq("ready_seq", AttemptRow.Ready::seq)
            .first();

    static final UpsertTable<AttemptRow.Withdrawn> WITHDRAWN = AttemptTables.<AttemptRow.Withdrawn>attempts()
            .time("withdrawn_at", AttemptRow.Withdrawn::at)
            .seq("withdrawn_seq", AttemptRow.Withdrawn::seq)
            .first();

    static final UpsertTable<AttemptRow.Admitted> ADMITTED = AttemptTables.<AttemptRow.Admitted>attempts()
            .time("admitted_at", AttemptRow.Admitted::at)
            .seq("admitted_seq", AttemptRow.Admitted::seq)
            .first();

    static final UpsertTable<AttemptRow.Started> STARTED = AttemptTables.<AttemptRow.Started>attempts()
            .column("number", "int", row -> row.started().number())
            .text("run", row -> row.started().run())
            .text("executor", row -> row.started().executor())
            .text("host", row -> row.started().host())
            .text("process", row -> row.started().process())
            .text("run_as", row -> row.started().user())
            .time("started_at", row -> row.started().at())
            .seq("started_seq", AttemptRow.Started::seq)
            .first();

    static final UpsertTable<AttemptRow.Finished> FINISHED = AttemptTables.<AttemptRow.Finished>attempts()
            .column("number", "int", row -> row.finished().number())
            .text("run", row -> row.finished().run())
            .text("action_key", row -> row.finished().actionKey())
            .column("succeeded", "boolean", row -> row.finished().outcome() instanceof Outcome.Succeeded)
            .text(
                    "cached_from",
                    row -> row.finished().outcome() instanceof Outcome.Succeeded succeeded
                            ? succeeded.cachedFrom()
                            : null)
            .text("failure", row -> failure(row, Outcome.Failed::kind))
            .column("exit_code", "int", row -> failure(row, Outcome.Failed::exitCode))
            .text("message", row -> failure(row, Outcome.Failed::message))
            .column("cpu_millis", "bigint", row -> row.finished().usage().cpuMillis())
            .column("peak_memory_bytes", "bigint", row -> row.finished().usage().peakMemoryBytes())
            .column("log_bytes", "bigint", row -> row.finished().usage().logBytes())
            .time("process_started_at", row -> row.finished().startedAt())
            .time("finished_at", row -> row.finished().at())
            .seq("finished_seq", AttemptRow.Finished::seq)
            .first();

    static final UpsertTable<AttemptRow.Accepted> ACCEPTED = AttemptTables.<AttemptRow.Accepted>attempts()
            .time("accepted_at", AttemptRow.Accepted::at)
            .seq("accepted_seq", AttemptRow.Accepted::seq)
            .first();

    static final UpsertTable<AttemptRow.Committed> COMMITTED = AttemptTables.<AttemptRow.Committed>attempts()
            .time("committed_at", AttemptRow.Committed::at)
            .seq("committed_seq", AttemptRow.Committed::seq)
            .first();

    private AttemptTables() {}

    private static <R extends AttemptRow> UpsertTable.Builder<R> attempts() {
        return UpsertTable.<R>named("attempts")
                .key("attempt", "text", AttemptRow::attempt)
                .fixed("instance", "text", AttemptRow::instance);
    }

    private static @Nullable Object failure(AttemptRow.Finished row, Function<Outcome.Failed, @Nullable Object> field) {
        return row.finished().outcome() instanceof Outcome.Failed failed ? field.apply(failed) : null;
    }
}
