package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * A cluster on disk, made on first use: {@code password} (readable by us only), {@code cluster} (PostgreSQL's own) and
 * {@code postgres.log}. The cluster appears under its name only when {@code initdb} has succeeded.
 *
 * @param home the programs
 * @param directory absolute, without links: it is how an orphan is recognised
 */
record PostgresCluster(Path home, Path directory, RunAs runAs, String password) {

    static final String USER = "freshet";

    static PostgresCluster open(PostgresSettings settings) {
        try {
            return open(settings, RunAs.chosen(directory(settings.dataDirectory())));
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot use PostgreSQL's data directory " + settings.dataDirectory() + ": " + e.getMessage(), e);
        }
    }

    static PostgresCluster open(PostgresSettings settings, RunAs runAs) throws IOException {
        Path parent = Files.createDirectories(settings.dataDirectory());
        Permissions.traversable(parent);
        Path home = PostgresBinaries.unpack(settings.binariesDirectory());
        Path directory = directory(settings.dataDirectory());
        PostgresCluster cluster = new PostgresCluster(home, directory, runAs, password(parent, directory));
        if (!Files.exists(directory)) {
            cluster.initialise(settings.durable());
        }
        return cluster;
    }

    /** Where the cluster of a data directory is: absolute and without links, as a server's command line has it. */
    static Path directory(Path dataDirectory) throws IOException {
        Path existing = Files.exists(dataDirectory) ? dataDirectory.toRealPath() : dataDirectory.toAbsolutePath();
        return existing.resolve("cluster");
    }

    Path log() {
        return directory.resolveSibling("postgres.log");
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresCluster[" + directory + "]";
    }

    private static String password(Path parent, Path directory) throws IOException {
        Path file = parent.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.exists(directory)) {
            throw new EmbeddedServerException("The password of " + directory + " is missing: restore " + file);
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path partial = parent.resolve("password.new");
        Permissions.writeSecret(partial, password);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void initialise(boolean durable) throws IOException {
        Path partial = directory.resolveSibling("cluster.new");
        Path secret = directory.resolveSibling("password.initdb");
        DeletedTree.delete(partial);
        Files.createDirectory(partial);
        runAs.own(partial);
        Permissions.writeSecret(secret, password);
        runAs.own(secret);
        try {
            Command.Result result = Command.run(runAs.command(initdb(partial, secret, durable)));
            if (!result.succeeded()) {
                throw new EmbeddedServerException(refusal(result));
            }
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    private List<String> initdb(Path target, Path secret, boolean durable) {
        return List.of(
                program("initdb").toString(),
                "--pgdata=" + target,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + secret,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                durable ? "--sync-method=fsync" : "--no-sync");
    }

    private String refusal(Command.Result result) {
        String hint = runAs == RunAs.NOBODY
                ? " (we are root and PostgreSQL must not be: user " + RunAs.NOBODY_ID
                        + " has to be able to enter every directory on these paths)"
                : "";
        return "Cannot make a PostgreSQL cluster in " + directory + " with programs from " + home + hint + ": "
                + result.output().strip();
    }
}
