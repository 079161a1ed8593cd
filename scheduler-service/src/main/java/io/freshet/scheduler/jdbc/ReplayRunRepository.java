package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code replay_runs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReplayRunRepository extends GenericRepository<ReplayRunRow, String> {
    /** Adds a run that is not known yet. */
    @Query("""
            INSERT INTO replay_runs (replay, run, namespace, workflow, about)
            VALUES (:replay, :run, :namespace, :workflow, :about)
            ON CONFLICT (replay, run) DO NOTHING
            """)
    void insertIfAbsent(ReplayRunRow row);

    @Query("SELECT * FROM replay_runs WHERE replay = :replay AND run > :after ORDER BY run LIMIT :limit")
    List<ReplayRunRow> after(String replay, String after, int limit);
}
