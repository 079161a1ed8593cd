package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.HistoryRow.Changed;
import io.freshet.audit.history.HistoryRow.Decided;
import io.freshet.audit.history.HistoryRow.Deployed;
import io.freshet.audit.history.HistoryRow.Happened;
import io.freshet.audit.history.HistoryRow.Logged;
import io.freshet.audit.history.LineageRow.Wrote;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.ProducedBy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where what happened is written. */
final class HistoryTables {
    static final UpsertTable<Happened> EVENTS = UpsertTable.<Happened>named("events")
            .time("at", Happened::at)
            .text("id", Happened::key)
            .text("topic", row -> row.entry().topic())
            .column("partition", "int", row -> row.entry().partition())
            .column("seq", "bigint", row -> row.entry().seq())
            .text("type", row -> EventTypes.typeOf(row.event()))
            .text("run", Happened::run)
            .text("attempt", Happened::attempt)
            .column("data", "json", row -> PostgresText.json(row.event()))
            .once();

    static final UpsertTable<Decided> DECISIONS = UpsertTable.<Decided>named("decisions")
            .time("at", Decided::at)
            .text("id", Decided::id)
            .column("seq", "bigint", Decided::seq)
            .text("instance", row -> row.decision().instance())
            .include(table -> DecisionColumns.add(table, "", Decided::decision))
            .column("progress", "boolean", Decided::progress)
            .once();

    static final UpsertTable<Logged> LOGS = UpsertTable.<Logged>named("log_chunks")
            .time("at", Logged::at)
            .text("attempt", row -> row.chunk().attempt())
            .column("position", "bigint", row -> row.chunk().offset())
            .column("bytes", "int", row -> row.chunk().bytes())
            .column("last", "boolean", row -> row.chunk().last())
            .text("content", row -> row.chunk().text())
            .once();

    static final UpsertTable<Changed> PARTITION_VERSIONS = UpsertTable.<Changed>named("partition_versions")
            .text("id", Changed::id)
            .column("index", "int", Changed::index)
            .column("seq", "bigint", Changed::seq)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("partition", Changed::partition)
            .text("before", row -> row.before().orElse(null))
            .text("fingerprint", row -> after(row, PartitionVersion::fingerprint))
            .column("files", "bigint", row -> after(row, PartitionVersion::files))
            .column("bytes", "bigint", row -> after(row, PartitionVersion::bytes))
            .text("cause_id", row -> row.cause().id())
            .column("cause", "json", row -> PostgresText.json(row.cause()))
            .text("instance", row -> made(row, ProducedBy::instance))
            .text("attempt", row -> made(row, ProducedBy::attempt))
            .text("run", row -> made(row, ProducedBy::run))
            .time("at", Changed::at)
            .once();

    static final UpsertTable<Deployed> WORKFLOW_VERSIONS = UpsertTable.<Deployed>named("workflow_versions")
            .text("namespace", row -> row.definition().workflow().namespace())
            .text("workflow", row -> row.definition().workflow().workflow())
            .column("version", "int", row -> row.definition().version())
            .text("bundle", row -> row.definition().bundle())
            .column("spec", "json", row -> PostgresText.json(row.definition().spec()))
            .text("installed_by", row -> row.definition().installedBy())
            .column("cause", "json", row -> PostgresText.json(row.definition().cause()))
            .time("at", Deployed::at)
            .once();

    static final UpsertTable<Wrote> ATTEMPT_OUTPUTS = UpsertTable.<Wrote>named("attempt_outputs")
            .text("attempt", Wrote::attempt)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("partition", Wrote::partition)
            .text("fingerprint", row -> row.version().fingerprint())
            .column("files", "bigint", row -> row.version().files())
            .column("bytes", "bigint", row -> row.version().bytes())
            .once();

    private HistoryTables() {}

    private static @Nullable Object after(Changed row, Function<PartitionVersion, Object> field) {
        PartitionVersion after = row.change().after();
        return after == null ? null : field.apply(after);
    }

    private static @Nullable Object made(Changed row, Function<ProducedBy, @Nullable Object> field) {
        ProducedBy produced = row.produced();
        return produced == null ? null : field.apply(produced);
    }
}
