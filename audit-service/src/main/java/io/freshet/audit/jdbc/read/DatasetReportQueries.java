package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.servicekit.jdbc.SqlFailure;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for what keeps files of watched datasets from being used. Thread-safe. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public abstract class DatasetReportQueries implements GenericRepository<DatasetReportRow, String> {
    /** Of datasets with problems, behind a name; the least name is the empty one. */
    static final String WITH_PROBLEMS =
            "SELECT * FROM dataset_problems WHERE problems > 0 AND (namespace, dataset) > (:namespace, :dataset)";

    /** What was last reported of a dataset; empty if nothing ever was. */
    public Optional<DatasetProblems> of(DatasetRef dataset) {
        return SqlFailure.translate(() -> findByNamespaceAndDataset(dataset.namespace(), dataset.dataset()))
                .map(DatasetReportRow::report);
    }

    /** The datasets with problems, by name. */
    public ResultPage<DatasetProblems> list(@Nullable String namespace, PageRequest page) {
        List<DatasetProblems> found = SqlFailure.translate(() -> rows(namespace, page)).stream()
                .map(DatasetReportRow::report)
                .toList();
        return ResultPage.of(found, page, report -> List.of(report.dataset().toString()));
    }

    private List<DatasetReportRow> rows(@Nullable String namespace, PageRequest page) {
        List<String> after = page.after();
        DatasetRef last = after == null ? null : DatasetRef.parse(after.getFirst());
        String lastNamespace = last == null ? "" : last.namespace();
        String lastDataset = last == null ? "" : last.dataset();
        return namespace == null
                ? withProblems(lastNamespace, lastDataset, page.fetch())
                : withProblemsIn(namespace, lastNamespace, lastDataset, page.fetch());
    }

    abstract Optional<DatasetReportRow> findByNamespaceAndDataset(String namespace, String dataset);

    @Query(WITH_PROBLEMS + " ORDER BY namespace, dataset LIMIT :limit")
    abstract List<DatasetReportRow> withProblems(String namespace, String dataset, int limit);

    @Query(WITH_PROBLEMS + " AND namespace = :only ORDER BY namespace, dataset LIMIT :limit")
    abstract List<DatasetReportRow> withProblemsIn(String only, String namespace, String dataset, int limit);
}
