package io.freshet.audit.jdbc.write;

import java.sql.SQLException;
import java.util.Set;

/** Tells a database that cannot be reached or is busy, and faults of ours, from data that will never be taken. */
final class SqlErrors {
    /** Data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    private SqlErrors() {}

    static boolean isAboutData(Exception failure) {
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState();
            return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
        }
        return failure instanceof UnwritableRowException;
    }
}
