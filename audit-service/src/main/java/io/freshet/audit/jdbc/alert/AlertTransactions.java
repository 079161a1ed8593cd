package io.freshet.audit.jdbc.alert;

import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.write.Transactions;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Transactions that decide about alerts: one at a time among all services of an installation, so that what one has found no other finds
 * again. A service that is killed in one has decided nothing. Thread-safe.
 */
final class AlertTransactions {
    /** Names the lock among those of the database. */
    private static final long LOCK = 0x46726573_68657401L;

    private final Transactions transactions;

    AlertTransactions(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /**
     * Does the work, unless another service is at it.
     *
     * @return what the work returns; otherwise if another service is at it
     * @throws RuntimeException see {@link SqlFailure#exception}
     */
    <T> T alone(T otherwise, Transactions.Work<T> work) {
        return call(connection -> {
            boolean alone = Query.of("SELECT pg_try_advisory_xact_lock(?) AS alone", LOCK)
                    .first(connection, row -> row.flag("alone"))
                    .orElse(false);
            return alone ? work.run(connection) : otherwise;
        });
    }

    /**
     * Does the work. What is committed is on disk, unlike history, which can be read again.
     *
     * @throws RuntimeException see {@link SqlFailure#exception}
     */
    <T> T call(Transactions.Work<T> work) {
        try {
            return transactions.call(connection -> {
                Query.of("SET LOCAL synchronous_commit = on").update(connection);
                return work.run(connection);
            });
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }
}
