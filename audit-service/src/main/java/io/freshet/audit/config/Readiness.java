package io.freshet.audit.config;

import io.freshet.audit.kafka.LogReaders;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the service does its work. Thread-safe. */
@Singleton
public final class Readiness {
    private static final int SECONDS = 2;

    private final LogReaders readers;
    private final DataSource database;

    Readiness(LogReaders readers, DataSource database) {
        this.readers = readers;
        this.database = database;
    }

    /** Whether everything that reads the log still runs: once that is not so, only a restart helps. */
    public boolean isAlive() {
        return readers.areRunning();
    }

    /** Whether it reads, and the database answers. */
    public boolean isReady() {
        if (!isAlive()) {
            return false;
        }
        try (Connection connection = database.getConnection()) {
            return connection.isValid(SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
