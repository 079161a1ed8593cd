package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * A real PostgreSQL as a child process, on the loopback interface, with a password that was drawn when its cluster was
 * made.
 *
 * <p>The cluster is kept across restarts. If this JVM is killed, the server goes on as an orphan; the next start on the
 * same directory stops it and starts its own. If the server dies, it is started again on the same port: clients see
 * broken connections, then working ones. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final String MAINTENANCE_DATABASE = "postgres";

    private final DirectoryLock lock;
    private final PostgresCluster cluster;
    private final int port;
    private final PostgresSupervisor supervisor;

    private EmbeddedPostgres(DirectoryLock lock, PostgresSettings settings) {
        this.lock = lock;
        this.cluster = PostgresCluster.open(settings);
        OrphanedPostgres.stop(cluster.directory());
        this.port = LoopbackPort.chosen(settings.port());
        this.supervisor = PostgresSupervisor.start(() -> PostgresProcess.start(cluster, port, settings.durable()));
    }

    /**
     * Starts a server and returns when it accepts connections.
     *
     * @throws EmbeddedServerException if the directory or the port is in use, or PostgreSQL refuses to start
     */
    public static EmbeddedPostgres start(PostgresSettings settings) {
        DirectoryLock lock = DirectoryLock.acquire(settings.dataDirectory());
        try {
            return new EmbeddedPostgres(lock, settings);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Stops a server that outlived its JVM, if there is one; the caller knows that nobody uses the directory.
     *
     * @param dataDirectory as in the settings it was started with; need not exist
     */
    public static void stopOrphan(Path dataDirectory) {
        try {
            OrphanedPostgres.stop(PostgresCluster.directory(dataDirectory));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot read " + dataDirectory, e);
        }
    }

    /** The URL of a database, which need not exist yet. */
    public String jdbcUrl(String database) {
        return PostgresProcess.url(port, database);
    }

    /** A superuser. */
    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return cluster.password();
    }

    /** The process id of the server that runs now. */
    public long pid() {
        return supervisor.pid();
    }

    /**
     * Creates a database unless it exists.
     *
     * @param database lower case letters, digits and underscores
     * @return its URL
     */
    public String createDatabase(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("Not a database name: '" + database + "'");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(MAINTENANCE_DATABASE), user(), password())) {
            if (!exists(connection, database)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + database);
                }
            }
            return jdbcUrl(database);
        } catch (SQLException e) {
            throw new EmbeddedServerException("Cannot create database " + database + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Stops the server; clients are disconnected. A second call does nothing. */
    @Override
    public void close() {
        supervisor.close();
        lock.close();
    }
}
