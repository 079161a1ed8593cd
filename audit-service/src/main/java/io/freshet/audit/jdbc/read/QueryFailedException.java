package io.freshet.audit.jdbc.read;

import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.SQLException;

/** The database did not answer a query. */
public final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlFailure failure;

    public QueryFailedException(SQLException cause) {
        super("the audit database does not answer: " + cause.getMessage(), cause);
        this.failure = SqlFailure.of(cause);
    }

    /** Whether the same query may be answered later. */
    public boolean isTransient() {
        return failure == SqlFailure.UNAVAILABLE;
    }
}
