package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.DatasetRow;
import io.freshet.audit.history.InstanceRow;
import io.freshet.audit.history.RunRow;
import io.freshet.audit.history.WorkflowFaultRow;
import io.freshet.audit.history.WorkflowRow;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where what is, is written; the parts of one row come from several events. */
final class StateTables {
    static final UpsertTable<InstanceRow.Decision> DECIDED = StateTables.<InstanceRow.Decision>instances()
            .include(table -> DecisionColumns.add(table, "decided_", InstanceRow.Decision::decision))
            .time("decided_at", row -> row.decision().at())
            .seq("decided_seq", InstanceRow.Decision::seq)
            .latest();

    static final UpsertTable<InstanceRow.Progress> PROGRESSED = StateTables.<InstanceRow.Progress>instances()
            .text("progress_state", InstanceRow.Progress::state)
            .text("progress_reason", InstanceRow.Progress::reason)
            .text("progress_sentence", InstanceRow.Progress::sentence)
            .text("progress_attempt", InstanceRow.Progress::attempt)
            .time("progress_at", InstanceRow.Progress::at)
            .seq("progress_seq", InstanceRow.Progress::seq)
            .latest();

    static final UpsertTable<InstanceRow.Success> SUCCEEDED = StateTables.<InstanceRow.Success>instances()
            .text("succeeded_attempt", InstanceRow.Success::attempt)
            .time("succeeded_at", InstanceRow.Success::at)
            .seq("succeeded_seq", InstanceRow.Success::seq)
            .latest();

    static final UpsertTable<RunRow.Begun> RUNS_BEGUN = UpsertTable.<RunRow.Begun>named("runs")
            .key("run", "text", RunRow.Begun::key)
            .fixed("namespace", "text", row -> row.started().workflow().namespace())
            .fixed("workflow", "text", row -> row.started().workflow().workflow())
            .fixed("cause", "json", row -> PostgresText.json(row.started().cause()))
            .fixed("cause_id", "text", row -> row.started().cause().id())
            .column("workflow_version", "int", row -> row.started().workflowVersion())
            .time("begun_at", row -> row.started().at())
            .seq("begun_seq", RunRow.Begun::seq)
            .first();

    static final UpsertTable<RunRow.Reopened> RUNS_REOPENED = UpsertTable.<RunRow.Reopened>named("runs")
            .key("run", "text", RunRow.Reopened::key)
            .fixed("namespace", "text", row -> row.started().workflow().namespace())
            .fixed("workflow", "text", row -> row.started().workflow().workflow())
            .fixed("cause", "json", row -> PostgresText.json(row.started().cause()))
            .fixed("cause_id", "text", row -> row.started().cause().id())
            .time("reopened_at", RunRow.Reopened::at)
            .column("opening", "bigint", row -> row.started().opening())
            .seq("reopened_seq", RunRow.Reopened::seq)
            .latest();

    static final UpsertTable<RunRow.Finished> RUNS_FINISHED = UpsertTable.<RunRow.Finished>named("runs")
            .key("run", "text", RunRow.Finished::key)
            .fixed("namespace", "text", row -> row.finished().workflow().namespace())
            .fixed("workflow", "text", row -> row.finished().workflow().workflow())
            .fixed("cause", "json", row -> PostgresText.json(row.finished().cause()))
            .fixed("cause_id", "text", row -> row.finished().cause().id())
            .column("finished_opening", "bigint", row -> row.finished().opening())
            .text("finished_state", row -> row.finished().state())
            .column("summary", "json", row -> PostgresText.json(row.finished().summary()))
            .column("bytes", "bigint", row -> row.finished().bytes())
            .column(
                    "critical_path",
                    "json",
                    row -> PostgresText.json(row.finished().criticalPath()))
            .time("first_started_at", row -> row.finished().startedAt())
            .time("finished_at", row -> row.finished().at())
            .seq("finished_seq", RunRow.Finished::seq)
            .latest();

    static final UpsertTable<RunRow.FirstEnded> RUNS_FIRST_ENDED = UpsertTable.<RunRow.FirstEnded>named("runs")
            .key("run", "text", RunRow.FirstEnded::key)
            .fixed("namespace", "text", row -> row.finished().workflow().namespace())
            .fixed("workflow", "text", row -> row.finished().workflow().workflow())
            .fixed("cause", "json", row -> PostgresText.json(row.finished().cause()))
            .fixed("cause_id", "text", row -> row.finished().cause().id())
            .column("first_end_opening", "bigint", row -> row.finished().opening())
            .text("first_end_state", row -> row.finished().state())
            .time("first_end_started_at", row -> row.finished().startedAt())
            .time("first_end_at", row -> row.finished().at())
            .seq("first_end_seq", RunRow.FirstEnded::seq)
            .first();

    static final UpsertTable<WorkflowRow> WORKFLOWS = UpsertTable.<WorkflowRow>named("workflows")
            .key("namespace", "text", row -> row.workflow().namespace())
            .key("workflow", "text", row -> row.workflow().workflow())
            .column("version", "int", WorkflowRow::version)
            .time("removed_at", WorkflowRow::removedAt)
            .seq("seq", WorkflowRow::seq)
            .latest();

    static final UpsertTable<WorkflowFaultRow> WORKFLOW_FAULTS = UpsertTable.<WorkflowFaultRow>named("workflow_faults")
            .key("namespace", "text", row -> row.workflow().namespace())
            .key("workflow", "text", row -> row.workflow().workflow())
            .column("version", "int", row -> of(row, WorkflowFaulted::workflowVersion))
            .text("code", row -> of(row, WorkflowFaulted::code))
            .text("message", row -> of(row, WorkflowFaulted::message))
            .column("source", "json", row -> of(row, StateTables::source))
            .time("faulted_at", row -> of(row, WorkflowFaulted::at))
            .seq("seq", WorkflowFaultRow::seq)
            .latest();

    static final UpsertTable<DatasetRow.Described> DATASETS = UpsertTable.<DatasetRow.Described>named("datasets")
            .key("namespace", "text", row -> row.dataset().namespace())
            .key("dataset", "text", row -> row.dataset().dataset())
            .text("path", DatasetRow.Described::path)
            .text("layout", DatasetRow.Described::layout)
            .column("watched", "boolean", DatasetRow.Described::watched)
            .time("changed_at", DatasetRow.Described::at)
            .seq("seq", DatasetRow.Described::seq)
            .latest();

    static final UpsertTable<DatasetRow.Current> PARTITIONS = UpsertTable.<DatasetRow.Current>named("partitions")
            .key("namespace", "text", row -> row.dataset().namespace())
            .key("dataset", "text", row -> row.dataset().dataset())
            .key("partition", "text", DatasetRow.Current::partition)
            .text("fingerprint", row -> of(row, PartitionVersion::fingerprint))
            .column("files", "bigint", row -> of(row, PartitionVersion::files))
            .column("bytes", "bigint", row -> of(row, PartitionVersion::bytes))
            .text("cause_id", DatasetRow.Current::cause)
            .text("instance", row -> made(row, ProducedBy::instance))
            .text("attempt", row -> made(row, ProducedBy::attempt))
            .text("run", row -> made(row, ProducedBy::run))
            .time("changed_at", DatasetRow.Current::at)
            .seq("changed_seq", DatasetRow.Current::seq)
            .latest();

    static final UpsertTable<DatasetRow.Reported> REPORTED = UpsertTable.<DatasetRow.Reported>named("dataset_problems")
            .key("namespace", "text", row -> row.dataset().namespace())
            .key("dataset", "text", row -> row.dataset().dataset())
            .column("report", "json", row -> PostgresText.json(row.report()))
            .column("problems", "int", row -> row.report().problems().size())
            .time("reported_at", row -> row.report().at())
            .seq("seq", DatasetRow.Reported::seq)
            .latest();

    static final UpsertTable<DatasetRow.Published> PUBLISHED = UpsertTable.<DatasetRow.Published>named("partitions")
            .key("namespace", "text", row -> row.dataset().namespace())
            .key("dataset", "text", row -> row.dataset().dataset())
            .key("partition", "text", DatasetRow.Published::partition)
            .text(
                    "published_fingerprint",
                    row -> row.version() == null ? null : row.version().fingerprint())
            .text("publication_problem", DatasetRow.Published::problem)
            .time("published_at", DatasetRow.Published::at)
            .seq("published_seq", DatasetRow.Published::seq)
            .latest();

    private StateTables() {}

    private static <R extends InstanceRow> UpsertTable.Builder<R> instances() {
        return UpsertTable.<R>named("instances")
                .key("instance", "text", InstanceRow::key)
                .fixed("namespace", "text", row -> row.instance().namespace())
                .fixed("workflow", "text", row -> row.instance().workflow())
                .fixed("task", "text", row -> row.instance().task());
    }

    private static @Nullable Object of(DatasetRow.Current row, Function<PartitionVersion, Object> field) {
        PartitionVersion version = row.version();
        return version == null ? null : field.apply(version);
    }

    private static @Nullable Object made(DatasetRow.Current row, Function<ProducedBy, @Nullable Object> field) {
        ProducedBy produced = row.produced();
        return produced == null ? null : field.apply(produced);
    }

    private static @Nullable Object source(WorkflowFaulted fault) {
        SourceRecord source = fault.source();
        return source == null ? null : PostgresText.json(source);
    }

    private static @Nullable Object of(WorkflowFaultRow row, Function<WorkflowFaulted, @Nullable Object> field) {
        WorkflowFaulted fault = row.fault();
        return fault == null ? null : field.apply(fault);
    }
}
