package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running server: a direct child of this JVM, in a session of its own so that a Ctrl-C reaches only us. */
final class PostgresProcess {

    /** A server that lives is not given up: recovery after a crash, on a slow disk, takes its time. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(30);

    private static final long POLL_MILLISECONDS = 10;
    private static final String INVALID_PASSWORD = "28P01";

    private final PostgresCluster cluster;
    private final Process process;
    private final PostgresLog log;

    private PostgresProcess(PostgresCluster cluster, Process process) {
        this.cluster = cluster;
        this.process = process;
        this.log = PostgresLog.follow(process.getInputStream(), cluster.log());
    }

    /** Returns when the server accepts connections; after a crash, that is after recovery. */
    static PostgresProcess start(PostgresCluster cluster, int port, boolean durable) {
        try {
            PostgresProcess server = new PostgresProcess(
                    cluster,
                    Command.builder(command(cluster, port, durable))
                            .redirectErrorStream(true)
                            .start());
            server.awaitReady(port);
            return server;
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot start " + cluster.program("postgres"), e);
        }
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://" + LoopbackPort.ADDRESS + ":" + port + "/" + database;
    }

    Process process() {
        return process;
    }

    /** Ends it if it has not ended; nothing is written for it afterwards. */
    void stop() {
        if (process.isAlive()) {
            PostgresSignal.stop(process.toHandle());
        }
        log.awaitEnd();
    }

    private static List<String> command(PostgresCluster cluster, int port, boolean durable) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(
                cluster.runAs().command(List.of(cluster.program("postgres").toString())));
        command.addAll(List.of("-D", cluster.directory().toString(), "-p", Integer.toString(port)));
        setting(command, "listen_addresses", LoopbackPort.ADDRESS);
        setting(command, "unix_socket_directories", "");
        setting(command, "timezone", "UTC");
        setting(command, "log_timezone", "UTC");
        setting(command, "log_min_messages", "warning");
        if (!durable) {
            setting(command, "fsync", "off");
            setting(command, "synchronous_commit", "off");
            setting(command, "full_page_writes", "off");
        }
        return command;
    }

    private static void setting(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    private void awaitReady(int port) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!accepts(port)) {
            boolean ended = ended();
            if (ended || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new EmbeddedServerException("PostgreSQL " + (ended ? "ended" : "was not ready in time") + "; "
                        + cluster.log() + " says: " + log.tail());
            }
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while starting PostgreSQL", e);
        }
    }

    private boolean accepts(int port) {
        try (Connection connection =
                DriverManager.getConnection(url(port, "postgres"), PostgresCluster.USER, cluster.password())) {
            return !connection.isClosed();
        } catch (SQLException e) {
            if (INVALID_PASSWORD.equals(e.getSQLState())) {
                process.destroyForcibly();
                throw new EmbeddedServerException("PostgreSQL in " + cluster.directory() + " refuses our password", e);
            }
            return false; // not yet
        }
    }
}
