package io.freshet.servicekit.jdbc;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/**
 * The pool of a service's connections, for what is written in SQL. The data source that the framework injects gives connections only to
 * whoever has one of the framework's transactions. Thread-safe.
 */
@Singleton
public final class ConnectionPool {
    private final DataSource source;

    ConnectionPool(DataSource source) {
        this.source = DelegatingDataSource.unwrapDataSource(source);
    }

    /** Its connections are of their own: no transaction of the framework includes them. */
    public DataSource source() {
        return source;
    }
}
