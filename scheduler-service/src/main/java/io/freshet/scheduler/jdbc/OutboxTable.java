package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.outbox.LeaseLostException;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The outbox in PostgreSQL. The right to publish is a row that expires by the database's clock, so that it ends however its holder
 * does; commits are heard of by LISTEN. Lease and publication need a connection of their own and conditions in each statement, so their SQL
 * is written by hand, on a {@link Session}; what is to be published is written by {@link OutboxWriter}.
 */
public final class OutboxTable implements Outbox {
    private static final int MOST_COUNTED = 1_000;

    private final Database database;
    private final OutboxRepository rows;
    private final String instance;
    /** The first time what a process of the same name held is taken: it has gone, for names are unique. */
    private final AtomicBoolean isFirst = new AtomicBoolean(true);

    /**
     * @param instance of this service, unique among those of the installation and the same after a restart
     */
    public OutboxTable(Database database, OutboxRepository rows, String instance) {
        this.database = database;
        this.rows = rows;
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
                    session.update("LISTEN " + OutboxLease.CHANNEL);
                    return Optional.of(new OutboxLease(session, held.get()));
                }
                connection.close();
                return Optional.empty();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    @Override
    public Backlog backlog() {
        return database.transact(() -> new Backlog(
                Duration.ofSeconds(rows.secondsOfOldestUnsent().orElse(0L)),
                rows.countRefused(MOST_COUNTED),
                rows.lastRefused().map(row -> "%s, key %s: %s".formatted(row.topic(), row.recordKey(), row.error()))));
    }

    /** One row of an update, or none because of another holder. */
    static void require(int rows) {
        if (rows == 0) {
            throw new LeaseLostException();
        }
    }
}
