package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.deployment.UnavailableException;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on the scheduler's database. Thread-safe. */
public final class Database {
    /** What is done in a transaction. */
    interface Work<T> {
        T in(Session session) throws SQLException, IOException;
    }

    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
    }

    /**
     * Does the work in one transaction, which is rolled back if it throws.
     *
     * @throws UnavailableException if the database does not answer
     * @throws IllegalStateException if it refuses: our fault
     */
    <T> T transact(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(new Session(connection));
                connection.commit();
                return result;
            } catch (SQLException | IOException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw classified(e);
        } catch (IOException e) {
            throw new UnavailableException("a temporary file cannot be read: " + e, e);
        }
    }

    /** A connection of its own, with auto-commit; to be closed. */
    Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(true);
        return connection;
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** What this service writes was checked before, so that data which the database refuses is a fault, too. */
    static RuntimeException classified(SQLException e) {
        return switch (SqlFailure.of(e)) {
            case DATA, FAULT -> new IllegalStateException("the database refuses: " + e.getMessage(), e);
            case UNAVAILABLE -> new UnavailableException("the database does not answer: " + e.getMessage(), e);
        };
    }
}
