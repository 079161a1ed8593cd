package io.freshet.audit.config;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Connections to the history. In a standalone, which has the libraries of all services, the framework wraps its data source into one that
 * gives connections only to whoever has one of the framework's transactions; the audit has its own.
 */
@Singleton
final class ConnectionPool {
    private final DataSource source;

    ConnectionPool(DataSource source) throws SQLException {
        this.source = source.unwrap(HikariDataSource.class);
    }

    DataSource source() {
        return source;
    }
}
