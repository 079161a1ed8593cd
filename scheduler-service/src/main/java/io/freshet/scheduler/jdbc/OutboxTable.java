package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.outbox.LeaseLostException;
import io.freshet.scheduler.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The outbox in PostgreSQL. The right to publish is a row that expires by the database's clock, so that it ends however its holder
 * does; commits are heard of by LISTEN.
 */
public final class OutboxTable implements Outbox {
    private static final int MOST_COUNTED = 1_000;

    private final Database database;
    private final String instance;
    /** The first time what a process of the same name held is taken: it has gone, for names are unique. */
    private final AtomicBoolean isFirst = new AtomicBoolean(true);

    /**
     * @param instance of this service, unique among those of the installation and the same after a restart
     */
    public OutboxTable(Database database, String instance) {
        this.database = database;
        this.instance = instance;
    }

    @Override
    public Optional<Lease> tryLease() {
        try {
            Connection connection = database.connect();
            try {
                Session session = new Session(connection);
                Optional<OutboxLease.Held> held = session.row(
                        """
                        UPDATE outbox_lease
                        SET holder = ?, term = term + 1, expires_at = clock_timestamp() + ? * interval '1 second'
                        WHERE expires_at < clock_timestamp() OR (holder = ? AND ?)
                        RETURNING outbox, term
                        """,
                        row -> new OutboxLease.Held(row.getString("outbox"), row.getLong("term")),
                        instance,
                        Lease.LEASE.toSeconds(),
                        instance,
                        isFirst.get());
                isFirst.set(false);
                if (held.isPresent()) {
                    session.update("LISTEN " + OutboxRows.CHANNEL);
                    return Optional.of(new OutboxLease(session, held.get()));
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

    @Override
    public Backlog backlog() {
        return database.transact(session -> new Backlog(
                session.row("""
                                SELECT extract(epoch FROM clock_timestamp() - created_at)::bigint FROM outbox
                                WHERE sent_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1
                                """, row -> Duration.ofSeconds(Math.max(0, row.getLong(1))))
                        .orElse(Duration.ZERO),
                session.row(
                                "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE failed_at IS NOT NULL LIMIT ?) failed",
                                row -> row.getInt(1),
                                MOST_COUNTED)
                        .orElse(0),
                session.row(
                        """
                        SELECT topic, record_key, error FROM outbox WHERE failed_at IS NOT NULL
                        ORDER BY failed_at DESC LIMIT 1
                        """, row -> "%s, key %s: %s".formatted(row.getString(1), row.getString(2), row.getString(3)))));
    }

    /** One row of an update, or none because of another holder. */
    static void require(int rows) {
        if (rows == 0) {
            throw new LeaseLostException();
        }
    }
}
