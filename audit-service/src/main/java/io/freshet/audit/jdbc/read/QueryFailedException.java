package io.freshet.audit.jdbc.read;

import java.sql.SQLException;

/** The database did not answer a question. It may later. */
public final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueryFailedException(SQLException cause) {
        super("the audit database does not answer: " + cause.getMessage(), cause);
    }
}
