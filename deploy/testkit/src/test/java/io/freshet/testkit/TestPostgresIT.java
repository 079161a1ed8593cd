package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@WithPostgres
class TestPostgresIT {

    @Test
    void gives_each_test_an_empty_database(TestDatabase database) throws SQLException {
        createTable(database);
    }

    @Test
    void gives_another_test_another_one(TestDatabase database) throws SQLException {
        createTable(database);
    }

    @Test
    void drops_a_database_that_is_in_use(TestPostgres postgres) throws SQLException {
        TestDatabase database = postgres.newDatabase();
        assertNotEquals(database.name(), postgres.newDatabase().name());

        try (Connection open = database.connect()) {
            database.close();

            assertThrows(SQLException.class, () -> open.createStatement().execute("SELECT 1"));
            assertThrows(SQLException.class, database::connect);
        }
    }

    @Test
    void keeps_the_password_out_of_logs(TestDatabase database) {
        assertFalse(database.toString().contains(database.password()));
        assertEquals("freshet", database.user());
    }

    private static void createTable(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE same (n INT)");
        }
    }
}
