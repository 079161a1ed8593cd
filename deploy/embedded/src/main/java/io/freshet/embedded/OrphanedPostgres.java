package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that outlived the JVM that started it, as it does when that JVM is killed. */
final class OrphanedPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedPostgres.class);

    private OrphanedPostgres() {}

    /** Stops the server of this cluster if one runs. The caller holds the directory's lock, so nobody uses it. */
    static void stop(Path cluster) {
        server(cluster).ifPresent(server -> {
            LOG.atInfo()
                    .addKeyValue("pid", server.pid())
                    .addKeyValue("cluster", cluster)
                    .log("Stopping a PostgreSQL left by a killed process");
            PostgresSignal.stop(server);
        });
    }

    private static Optional<ProcessHandle> server(Path cluster) {
        try {
            String pid = Files.readString(cluster.resolve("postmaster.pid"))
                    .lines()
                    .findFirst()
                    .orElse("");
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(RunningProcesses::contain)
                    .filter(process -> serves(process, cluster));
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedServerException("Cannot read " + cluster.resolve("postmaster.pid"), e);
        }
    }

    /** The process id may belong to somebody else by now. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(cluster.toString()))
                .isPresent();
    }
}
