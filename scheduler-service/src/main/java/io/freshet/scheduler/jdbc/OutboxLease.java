package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.outbox.Outbox;
import io.freshet.scheduler.outbox.OutboxRow;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The right to publish in one term. Every statement that changes the outbox has the term as a condition. */
final class OutboxLease implements Outbox.Lease {
    /**
     * What was won.
     *
     * @param outbox its name
     * @param term counts the holders
     */
    record Held(String outbox, long term) {}

    /** On which those who commit wake the publisher. */
    static final String CHANNEL = "freshet_outbox";

    private static final Duration RENEW_EVERY = Duration.ofSeconds(3);
    private static final int PURGED_AT_ONCE = 1_000;
    private static final String IS_HELD = " AND EXISTS (SELECT 1 FROM outbox_lease WHERE term = ?)";

    private final Session session;
    private final Held held;
    private long renewed = System.nanoTime();

    OutboxLease(Session session, Held held) {
        this.session = session;
        this.held = held;
    }

    @Override
    public String outbox() {
        return held.outbox();
    }

    @Override
    public List<OutboxRow> unsent(int limit) {
        return tried(() -> {
            renew();
            return session.rows("""
                    SELECT id, topic, record_key, type, event, removed_version FROM outbox
                    WHERE sent_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT ?
                    """, OutboxLease::row, limit);
        });
    }

    private static OutboxRow row(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                row.getString("topic"),
                row.getString("record_key"),
                row.getString("type"),
                row.getString("event"),
                row.getObject("removed_version", Integer.class));
    }

    private void renew() throws SQLException {
        long now = System.nanoTime();
        if (now - renewed >= RENEW_EVERY.toNanos()) {
            OutboxTable.require(session.update(
                    "UPDATE outbox_lease SET expires_at = clock_timestamp() + ? * interval '1 second' WHERE term = ?",
                    LEASE.toSeconds(),
                    held.term()));
            renewed = now;
        }
    }

    @Override
    public void markSent(List<OutboxRow> rows) {
        Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
        OutboxTable.require(tried(() -> session.update(
                "UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY (?)" + IS_HELD,
                session.connection().createArrayOf("bigint", ids),
                held.term())));
    }

    @Override
    public void markRefused(OutboxRow row, String error) {
        OutboxTable.require(tried(() -> session.update(
                "UPDATE outbox SET failed_at = clock_timestamp(), error = ? WHERE id = ?" + IS_HELD,
                error,
                row.id(),
                held.term())));
    }

    @Override
    public void purge(Duration kept) {
        while (tried(() -> session.update("""
                        DELETE FROM outbox WHERE id IN (
                            SELECT id FROM outbox
                            WHERE (sent_at IS NOT NULL AND sent_at < clock_timestamp() - ? * interval '1 second')
                               OR (failed_at IS NOT NULL AND failed_at < clock_timestamp() - ? * interval '1 second')
                            LIMIT ?)
                        """, kept.toSeconds(), kept.toSeconds(), PURGED_AT_ONCE)) == PURGED_AT_ONCE) {
            var _ = tried(() -> {
                renew();
                return true;
            });
        }
    }

    @Override
    public boolean awaitCommit(Duration limit) {
        PGNotification[] heard =
                tried(() -> session.connection().unwrap(PGConnection.class).getNotifications((int) limit.toMillis()));
        return heard != null && heard.length > 0;
    }

    /** Gives the right back, and ends what the connection had before the pool hands it to somebody else. */
    @Override
    public void close() {
        try (Connection connection = session.connection()) {
            if (connection.isValid(1)) {
                session.update("UNLISTEN *");
                session.update("UPDATE outbox_lease SET expires_at = '-infinity' WHERE term = ?", held.term());
            }
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private static <T> T tried(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }
}
