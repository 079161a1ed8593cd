package io.freshet.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of one test. Dropped when closed, whoever is still connected. */
public record TestDatabase(TestPostgres postgres, String name, String jdbcUrl, String user, String password)
        implements AutoCloseable {

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.maintenanceUrl(), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TestDatabase[" + jdbcUrl + "]";
    }
}
