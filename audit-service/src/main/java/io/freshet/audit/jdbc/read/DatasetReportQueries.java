package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for what keeps files of watched datasets from being used. Thread-safe. */
public final class DatasetReportQueries {
    private final DataSource database;

    public DatasetReportQueries(DataSource database) {
        this.database = database;
    }

    /** What was last reported of a dataset; empty if nothing ever was. */
    public Optional<DatasetProblems> of(DatasetRef dataset) {
        return Query.of(
                        "SELECT report FROM dataset_problems WHERE namespace = ? AND dataset = ?",
                        dataset.namespace(),
                        dataset.dataset())
                .first(database, DatasetReportQueries::report);
    }

    /** The datasets with problems, by name. */
    public ResultPage<DatasetProblems> list(@Nullable String namespace, PageRequest slice) {
        Query query = Query.of("SELECT report FROM dataset_problems WHERE problems > 0")
                .addIf(namespace, "AND namespace = ?");
        List<String> after = slice.after();
        if (after != null) {
            DatasetRef last = DatasetRef.parse(after.getFirst());
            query.add("AND (namespace, dataset) > (?, ?)", last.namespace(), last.dataset());
        }
        return ResultPage.of(
                query.add("ORDER BY namespace, dataset LIMIT ?", slice.fetch())
                        .list(database, DatasetReportQueries::report),
                slice,
                report -> List.of(report.dataset().toString()));
    }

    private static DatasetProblems report(ResultRow fields) throws SQLException {
        return fields.json("report", DatasetProblems.class)
                .orElseThrow(() -> new SQLException("a report without its text"));
    }
}
