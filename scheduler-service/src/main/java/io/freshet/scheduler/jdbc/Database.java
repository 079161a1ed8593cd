package io.freshet.scheduler.jdbc;

import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.jdbc.ConnectionPool;
import io.freshet.servicekit.jdbc.SqlFailure;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on the scheduler's database, and what its failures mean. Thread-safe. */
@Singleton
public final class Database {
    /** What is done in a transaction, by repositories. */
    interface Work<T> {
        T run() throws IOException;
    }

    private final TransactionOperations<Connection> transactions;
    private final DataSource pool;

    Database(TransactionOperations<Connection> transactions, ConnectionPool pool) {
        this.transactions = transactions;
        this.pool = pool.source();
    }

    /**
     * Does the work in one transaction, which is rolled back if it throws.
     *
     * @throws UnavailableException if the database does not answer
     * @throws IllegalStateException if it refuses: our fault
     */
    <T> T transact(Work<T> work) {
        try {
            return SqlFailure.translate(() -> transactions.executeWrite(_ -> {
                try {
                    return work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            throw new UnavailableException("a temporary file cannot be read: " + e.getCause(), e);
        }
    }

    /** A connection of its own, with auto-commit; to be closed. */
    Connection connect() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(true);
        return connection;
    }
}
