package io.freshet.servicekit.jdbc;

import io.freshet.servicekit.failure.UnavailableException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose fault it is that a statement failed, by the SQLSTATE that the database or its driver gave. Only {@link #DATA} may be taken for a
 * property of what was to be written; an exception that is no {@code SQLException} never is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>
 */
public enum SqlFailure {
    /** The values will never be accepted: data exception, integrity constraint violation, program limit exceeded. */
    DATA,
    /** The statement is wrong, or the schema is not the one that it was written for: only a new version of the program helps. */
    FAULT,
    /** The database cannot be reached, is busy, is read-only, or has given up: the same statement may succeed later. */
    UNAVAILABLE;

    private static final int STATE_LENGTH = 5;
    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "54");
    /** Feature, cardinality, cursor and transaction states, statement names, syntax and access. */
    private static final Set<String> FAULT_CLASSES = Set.of("0A", "21", "24", "25", "26", "2D", "34", "42");
    /** A standby that was promoted too late, and a transaction that the server ended because its client was slow. */
    private static final Set<String> PASSING_STATES = Set.of("25006", "25P03");

    /** What a failure is; one without a SQLSTATE, such as a connection pool that is exhausted, is {@link #UNAVAILABLE}. */
    public static SqlFailure of(SQLException failure) {
        return ofState(failure.getSQLState());
    }

    /**
     * A failed statement as an exception for whoever cannot mend it: {@link UnavailableException} if the database does not answer, else
     * {@link IllegalStateException}, for what is to be written was checked before.
     */
    public static RuntimeException exception(SQLException failure) {
        return switch (of(failure)) {
            case DATA, FAULT -> new IllegalStateException("the database refuses: " + failure.getMessage(), failure);
            case UNAVAILABLE ->
                new UnavailableException("the database does not answer: " + failure.getMessage(), failure);
        };
    }

    /**
     * Does the work of repositories, whose failures are wrapped exceptions of the database, and gives them their meaning.
     *
     * @throws UnavailableException if the database does not answer
     * @throws IllegalStateException if it refuses: our fault
     */
    public static <T extends @Nullable Object> T translate(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private static RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException ofDatabase) {
                return exception(ofDatabase);
            }
        }
        return failure;
    }

    private static SqlFailure ofState(@Nullable String state) {
        if (state == null || state.length() != STATE_LENGTH || PASSING_STATES.contains(state)) {
            return UNAVAILABLE;
        }
        String stateClass = state.substring(0, 2);
        if (DATA_CLASSES.contains(stateClass)) {
            return DATA;
        }
        return FAULT_CLASSES.contains(stateClass) ? FAULT : UNAVAILABLE;
    }
}
