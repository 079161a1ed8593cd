package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The table {@code requests}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RequestRepository extends GenericRepository<RequestRow, String> {
    /** Returns 1 if the key is new, else 0. */
    @Query("""
            INSERT INTO requests (namespace, request_id, workflow, content, run, requested_by, requested_at)
            VALUES (:namespace, :requestId, :workflow, :content, :run, :requestedBy, clock_timestamp())
            ON CONFLICT DO NOTHING
            """)
    int insertIfAbsent(
            String namespace, String requestId, String workflow, String content, String run, String requestedBy);

    Optional<RequestRow> findByNamespaceAndRequestId(String namespace, String requestId);

    /** Deletes some that are older, and returns how many. */
    @Query("""
            DELETE FROM requests WHERE (namespace, request_id) IN (
                SELECT namespace, request_id FROM requests
                WHERE requested_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            """)
    int deleteOlder(long seconds, int limit);
}
