package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}, as whoever commits something sees it; who publishes holds an {@link OutboxLease}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface OutboxRepository extends GenericRepository<OutboxEntry, Long> {
    /** Adds a row and returns its id. The caller holds a lock on what the key names, so that ids of one key are in the order of commits. */
    @Query("""
            INSERT INTO outbox (topic, record_key, type, event, removed_version, created_at)
            VALUES (:topic, :recordKey, :type, :event, :removedVersion, clock_timestamp())
            RETURNING id
            """)
    long insert(
            String topic,
            String recordKey,
            @Nullable String type,
            @Nullable String event,
            @Nullable Integer removedVersion);

    /** Wakes the publisher when the transaction commits. */
    @Query("SELECT pg_notify('" + OutboxLease.CHANNEL + "', '')::text")
    String notifyPublisher();

    /** A number that grows with every row, and never goes back. */
    @Query("SELECT nextval(pg_get_serial_sequence('outbox', 'id'))")
    long nextNumber();

    Optional<OutboxEntry> findById(long id);

    /** How many rows have to get onto the log, counted up to a limit. */
    @Query(
            "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL LIMIT :limit) unsent")
    int countUnsent(int limit);

    /** For how many seconds the oldest unsent row has waited. */
    @Query("""
            SELECT greatest(0, extract(epoch FROM clock_timestamp() - created_at))::bigint FROM outbox
            WHERE sent_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1
            """)
    Optional<Long> secondsOfOldestUnsent();

    /** How many rows were refused, counted up to a limit. */
    @Query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE failed_at IS NOT NULL LIMIT :limit) failed")
    int countRefused(int limit);

    @Query("SELECT * FROM outbox WHERE failed_at IS NOT NULL ORDER BY failed_at DESC LIMIT 1")
    Optional<OutboxEntry> lastRefused();
}
