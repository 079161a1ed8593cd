package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.kafka.Outbox;
import io.freshet.scheduler.kafka.OutboxRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The outbox in PostgreSQL. The right to publish is an advisory lock of a session, so that it ends with the connection; commits are
 * heard of by LISTEN on the same connection.
 */
public final class OutboxTable implements Outbox {
    /** Names the lock: "freshet" in ASCII. */
    private static final long LOCK = 0x66726573686574L;

    private final Database database;

    public OutboxTable(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> tryLease() {
        try {
            Connection connection = database.connect();
            try {
                Session session = new Session(connection);
                boolean ours = session.row("SELECT pg_try_advisory_lock(?)", row -> row.getBoolean(1), LOCK)
                        .orElseThrow();
                if (ours) {
                    session.update("LISTEN " + OutboxRows.CHANNEL);
                    return Optional.of(new SessionLease(session));
                }
                connection.close();
                return Optional.empty();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Database.classified(e);
        }
    }

    private record SessionLease(Session session) implements Lease {
        @Override
        public List<OutboxRow> unsent(int limit) {
            return tried(() -> session.rows(
                    "SELECT id, topic, record_key, type, event FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT ?",
                    OutboxRows::map,
                    limit));
        }

        @Override
        public void markSent(List<OutboxRow> rows, Instant at) {
            Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
            var _ = tried(() -> session.update(
                    "UPDATE outbox SET sent_at = ? WHERE id = ANY (?)",
                    at,
                    session.connection().createArrayOf("bigint", ids)));
        }

        @Override
        public void purge(Instant before) {
            var _ = tried(() -> session.update("DELETE FROM outbox WHERE sent_at < ?", before));
        }

        @Override
        public boolean awaitCommit(Duration limit) {
            PGNotification[] heard = tried(
                    () -> session.connection().unwrap(PGConnection.class).getNotifications((int) limit.toMillis()));
            return heard.length > 0;
        }

        /** Ends what the connection had, before the pool hands it to somebody else. */
        @Override
        public void close() {
            try (Connection connection = session.connection()) {
                if (connection.isValid(1)) {
                    session.update("UNLISTEN *");
                    session.rows("SELECT pg_advisory_unlock(?)", row -> row.getBoolean(1), LOCK);
                }
            } catch (SQLException e) {
                throw Database.classified(e);
            }
        }

        private interface Attempt<T> {
            T run() throws SQLException;
        }

        private static <T> T tried(Attempt<T> attempt) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                throw Database.classified(e);
            }
        }
    }
}
