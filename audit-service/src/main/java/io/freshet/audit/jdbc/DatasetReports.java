package io.freshet.audit.jdbc;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for what keeps files of watched datasets from being used. Thread-safe. */
public final class DatasetReports {
    private final DataSource database;

    public DatasetReports(DataSource database) {
        this.database = database;
    }

    /** What was last reported of a dataset; empty if nothing ever was. */
    public Optional<DatasetProblems> of(DatasetRef dataset) {
        return Query.of(
                        "SELECT report FROM dataset_problems WHERE namespace = ? AND dataset = ?",
                        dataset.namespace(),
                        dataset.dataset())
                .first(database, DatasetReports::report);
    }

    /** The datasets with problems, by name. */
    public Listed<DatasetProblems> list(@Nullable String namespace, Slice slice) {
        Query query = Query.of("SELECT report FROM dataset_problems WHERE problems > 0")
                .addIf(namespace, "AND namespace = ?");
        List<String> after = slice.after();
        if (after != null) {
            DatasetRef last = DatasetRef.parse(after.getFirst());
            query.add("AND (namespace, dataset) > (?, ?)", last.namespace(), last.dataset());
        }
        return Listed.of(
                query.add("ORDER BY namespace, dataset LIMIT ?", slice.fetch()).list(database, DatasetReports::report),
                slice,
                report -> List.of(report.dataset().toString()));
    }

    private static DatasetProblems report(Fields fields) throws SQLException {
        return fields.json("report", DatasetProblems.class)
                .orElseThrow(() -> new SQLException("a report without its text"));
    }
}
