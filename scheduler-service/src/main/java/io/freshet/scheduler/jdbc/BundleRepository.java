package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The tables {@code bundles} and {@code bundle_pieces}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BundleRepository extends GenericRepository<BundleRow, String> {
    /** Returns 1 if it is new, else 0. */
    @Query("INSERT INTO bundles (fingerprint, bytes) VALUES (:fingerprint, :bytes) ON CONFLICT DO NOTHING")
    int insertIfAbsent(String fingerprint, long bytes);

    @Query("INSERT INTO bundle_pieces (fingerprint, position, content) VALUES (:fingerprint, :position, :content)")
    void insertPiece(String fingerprint, int position, byte[] content);

    @Query("SELECT * FROM bundle_pieces WHERE fingerprint = :fingerprint AND position = :position")
    Optional<BundlePiece> piece(String fingerprint, int position);
}
