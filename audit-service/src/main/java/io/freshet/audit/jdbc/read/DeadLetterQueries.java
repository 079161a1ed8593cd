package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.servicekit.jdbc.SqlFailure;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Asks for dead letters. Thread-safe. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public abstract class DeadLetterQueries implements GenericRepository<DeadLetterRow, String> {
    /** Newest first. */
    public ResultPage<DeadLetterInfo> list(PageRequest page) {
        List<DeadLetterInfo> found = SqlFailure.translate(() -> rows(page)).stream()
                .map(DeadLetterRow::info)
                .toList();
        return ResultPage.of(found, page, DeadLetterRow::sortKeys);
    }

    private List<DeadLetterRow> rows(PageRequest page) {
        List<String> after = page.after();
        return after == null
                ? newest(page.fetch())
                : before(
                        Instant.parse(after.getFirst()),
                        after.get(1),
                        Integer.parseInt(after.get(2)),
                        Long.parseLong(after.get(3)),
                        page.fetch());
    }

    @Query("""
            SELECT * FROM dead_letters ORDER BY at DESC, topic DESC, partition DESC, record_offset DESC LIMIT :limit
            """)
    abstract List<DeadLetterRow> newest(int limit);

    @Query("""
            SELECT * FROM dead_letters WHERE (at, topic, partition, record_offset) < (:at, :topic, :partition, :offset)
            ORDER BY at DESC, topic DESC, partition DESC, record_offset DESC LIMIT :limit
            """)
    abstract List<DeadLetterRow> before(Instant at, String topic, int partition, long offset, int limit);
}
