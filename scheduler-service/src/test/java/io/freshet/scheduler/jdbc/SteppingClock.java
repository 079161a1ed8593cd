package io.freshet.scheduler.jdbc;

import io.freshet.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Puts the clock of a database forward and back: whoever connects from then on finds a {@code clock_timestamp()} before the server's own. */
final class SteppingClock {
    private final TestDatabase database;

    private SteppingClock(TestDatabase database) {
        this.database = database;
    }

    /** The migrations must have run: afterwards its schemas are searched in another order. */
    static SteppingClock install(TestDatabase database) throws SQLException {
        SteppingClock clock = new SteppingClock(database);
        clock.execute("""
                CREATE SCHEMA stepping;
                CREATE TABLE stepping.clock (ahead interval NOT NULL);
                INSERT INTO stepping.clock VALUES (interval '0');
                CREATE FUNCTION stepping.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                    'SELECT pg_catalog.clock_timestamp() + (SELECT ahead FROM stepping.clock)';
                ALTER DATABASE %s SET search_path = public, stepping, pg_catalog;
                """.formatted(database.name()));
        return clock;
    }

    /** Back, if it is negative. */
    void step(Duration by) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE stepping.clock SET ahead = ahead + ? * interval '1 millisecond'")) {
            statement.setLong(1, by.toMillis());
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
