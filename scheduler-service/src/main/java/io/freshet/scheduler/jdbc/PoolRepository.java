package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.Limit;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The table {@code pools}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PoolRepository extends GenericRepository<PoolRow, String> {
    /** The row is the lock under which its pool changes, so it is written whether it was there or not. */
    @Query("""
            INSERT INTO pools (namespace, name, slots, changed_by, changed_at)
            VALUES (:namespace, :name, :slots, :changedBy, :changedAt)
            ON CONFLICT (namespace, name) DO UPDATE
            SET slots = excluded.slots, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """)
    void upsert(PoolRow pool);

    Optional<PoolRow> findByNamespaceAndName(String namespace, String name);

    long deleteByNamespaceAndName(String namespace, String name);

    List<PoolRow> findByNamespaceAndNameGreaterThanAndNameNotEqualOrderByName(
            String namespace, String after, String without, Limit limit);
}
