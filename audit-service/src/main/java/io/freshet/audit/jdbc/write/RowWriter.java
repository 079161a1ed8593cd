package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.AttemptRow;
import io.freshet.audit.history.DatasetRow;
import io.freshet.audit.history.HistoryRow;
import io.freshet.audit.history.InstanceRow;
import io.freshet.audit.history.LineageRow;
import io.freshet.audit.history.ListRow;
import io.freshet.audit.history.Merge;
import io.freshet.audit.history.OccurrenceRow;
import io.freshet.audit.history.Row;
import io.freshet.audit.history.RunRow;
import io.freshet.audit.history.SpanRow;
import io.freshet.audit.history.WorkflowFaultRow;
import io.freshet.audit.history.WorkflowRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes rows of all kinds, one statement per kind, always in the same order. */
final class RowWriter {
    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(HistoryRow.Happened.class, HistoryTables.EVENTS),
            new Kind<>(HistoryRow.Decided.class, HistoryTables.DECISIONS),
            new Kind<>(HistoryRow.Logged.class, HistoryTables.LOGS),
            new Kind<>(HistoryRow.Changed.class, HistoryTables.PARTITION_VERSIONS),
            new Kind<>(HistoryRow.Deployed.class, HistoryTables.WORKFLOW_VERSIONS),
            new Kind<>(LineageRow.Read.class, InputTables.NAMED),
            new Kind<>(LineageRow.ReadList.class, InputTables.LISTED),
            new Kind<>(ListRow.Chunk.class, InputTables.CHUNKS),
            new Kind<>(ListRow.Partition.class, InputTables.PARTITIONS),
            new Kind<>(LineageRow.Wrote.class, HistoryTables.ATTEMPT_OUTPUTS),
            new Kind<>(WorkflowRow.class, StateTables.WORKFLOWS),
            new Kind<>(WorkflowFaultRow.class, StateTables.WORKFLOW_FAULTS),
            new Kind<>(RunRow.Begun.class, StateTables.RUNS_BEGUN),
            new Kind<>(RunRow.Reopened.class, StateTables.RUNS_REOPENED),
            new Kind<>(RunRow.FirstEnded.class, StateTables.RUNS_FIRST_ENDED),
            new Kind<>(RunRow.Finished.class, StateTables.RUNS_FINISHED),
            new Kind<>(DatasetRow.Described.class, StateTables.DATASETS),
            new Kind<>(DatasetRow.Current.class, StateTables.PARTITIONS),
            new Kind<>(DatasetRow.Published.class, StateTables.PUBLISHED),
            new Kind<>(DatasetRow.Reported.class, StateTables.REPORTED),
            new Kind<>(AttemptRow.Ready.class, AttemptTables.READY),
            new Kind<>(AttemptRow.Withdrawn.class, AttemptTables.WITHDRAWN),
            new Kind<>(AttemptRow.Admitted.class, AttemptTables.ADMITTED),
            new Kind<>(AttemptRow.Started.class, AttemptTables.STARTED),
            new Kind<>(AttemptRow.Finished.class, AttemptTables.FINISHED),
            new Kind<>(AttemptRow.Accepted.class, AttemptTables.ACCEPTED),
            new Kind<>(AttemptRow.Committed.class, AttemptTables.COMMITTED),
            new Kind<>(InstanceRow.Decision.class, StateTables.DECIDED),
            new Kind<>(InstanceRow.Progress.class, StateTables.PROGRESSED),
            new Kind<>(InstanceRow.Success.class, StateTables.SUCCEEDED),
            new Kind<>(OccurrenceRow.class, OccurrenceTable.OCCURRENCES),
            new Kind<>(SpanRow.class, SpanTables.OF_EVENTS));

    private record Kind<R extends Row>(Class<R> type, UpsertTable<R> table) {
        void write(Connection connection, List<Row> rows) throws SQLException {
            Merge<R> merge = new Merge<>();
            rows.forEach(row -> merge.add(type.cast(row)));
            table.write(connection, merge.rows());
        }
    }

    private RowWriter() {}

    static void write(Connection connection, List<Row> rows) throws SQLException {
        Map<Class<?>, List<Row>> byKind = new HashMap<>();
        for (Row row : rows) {
            byKind.computeIfAbsent(row.getClass(), _ -> new ArrayList<>()).add(row);
        }
        for (Kind<?> kind : KINDS) {
            List<Row> some = byKind.remove(kind.type());
            if (some != null) {
                kind.write(connection, some);
            }
        }
        if (!byKind.isEmpty()) {
            throw new IllegalStateException("no table for rows of " + byKind.keySet());
        }
    }
}
