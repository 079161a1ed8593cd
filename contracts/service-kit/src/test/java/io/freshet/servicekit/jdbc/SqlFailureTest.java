package io.freshet.servicekit.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.servicekit.failure.UnavailableException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        // what PostgreSQL says of values
        "22001, DATA", // string data right truncation
        "22P02, DATA", // invalid text representation
        "23502, DATA", // not-null violation
        "23505, DATA", // unique violation
        "23514, DATA", // check violation
        "54000, DATA", // an index row that is too large
        // of statements
        "0A000, FAULT", // feature not supported
        "21000, FAULT", // ON CONFLICT DO UPDATE cannot affect a row a second time
        "25P02, FAULT", // in failed transaction
        "42501, FAULT", // insufficient privilege
        "42601, FAULT", // syntax error
        "42P01, FAULT", // undefined table
        // and of itself
        "08006, UNAVAILABLE", // connection failure
        "25006, UNAVAILABLE", // read-only transaction, as on a standby
        "25P03, UNAVAILABLE", // idle in transaction timeout
        "28P01, UNAVAILABLE", // invalid password
        "3D000, UNAVAILABLE", // the database is not there
        "40001, UNAVAILABLE", // serialization failure
        "40P01, UNAVAILABLE", // deadlock detected
        "53100, UNAVAILABLE", // disk full
        "53300, UNAVAILABLE", // too many connections
        "55P03, UNAVAILABLE", // lock not available
        "57014, UNAVAILABLE", // statement timeout
        "57P01, UNAVAILABLE", // admin shutdown
        "58030, UNAVAILABLE", // io error
        "XX001, UNAVAILABLE", // data corrupted
    })
    void tells_data_from_faults_and_from_a_database_that_is_away(String state, SqlFailure expected) {
        assertEquals(expected, SqlFailure.of(new SQLException("refused", state)));
    }

    @ParameterizedTest
    @CsvSource({"22", "2", "220011", "''"})
    void takes_what_is_no_state_for_unavailable(String state) {
        assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLException("odd", state)));
    }

    @Test
    void takes_a_failure_without_a_state_for_unavailable() {
        assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLException("the pool is exhausted")));
    }

    @Test
    void what_a_repository_wraps_has_the_meaning_of_its_cause() {
        assertThrows(
                UnavailableException.class,
                () -> SqlFailure.translate(() -> failed(new SQLException("connection refused", "08001"))));
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> SqlFailure.translate(() -> failed(new SQLException("no such table", "42P01"))));
        assertEquals("the database refuses: no such table", refused.getMessage());
    }

    @Test
    void what_is_no_failure_of_the_database_stays_what_it_is() {
        IllegalArgumentException ours = new IllegalArgumentException("ours");

        assertSame(
                ours,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SqlFailure.translate(() -> {
                            throw ours;
                        })));
    }

    private static String failed(SQLException cause) {
        throw new IllegalStateException("the repository failed", new IllegalStateException("its driver failed", cause));
    }
}
