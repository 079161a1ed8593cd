package io.freshet.endtoend.installation;

import io.freshet.cli.local.ClassPath;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.StandaloneMain;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.PostgresPrograms;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts standalones whose clock is another one: broker, services and database take the time from libfaketime, which is loaded before
 * the C library. What is measured by the clock that only goes on stays as it is.
 *
 * @param library the file {@code libfaketimeMT.so.1}
 */
public record FakedClock(Path library) {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path INSTALLED = Path.of("/usr/lib");
    private static final String NAME = "libfaketimeMT.so.1";

    /**
     * By the library that is named, or by the one that the system has.
     *
     * @param named a file, or {@code installed}
     * @throws IOException if it is not there
     */
    public static FakedClock of(String named) throws IOException {
        Path library = named.equals("installed") ? installed() : Path.of(named);
        if (!Files.isRegularFile(library)) {
            throw new IOException(
                    "there is no %s: install it (Debian: apt-get install libfaketime), or say by -Dfreshet.faketime=FILE where %s is"
                            .formatted(library, NAME));
        }
        return new FakedClock(library.toAbsolutePath());
    }

    private static Path installed() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(INSTALLED, "*-linux-gnu")) {
            for (Path directory : found) {
                Path library = directory.resolve("faketime").resolve(NAME);
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        return INSTALLED.resolve("faketime").resolve(NAME);
    }

    /** Starts a standalone for which it is a certain time now, and returns when it is ready. */
    public Endpoints start(DataDirectory data, Instant now) throws IOException, InterruptedException {
        Files.createDirectories(data.log().getParent());
        Map<String, String> faked = environment(now);
        fakeDatabase(data, faked);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx640m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=io/freshet/standalone/logback-file.xml",
                        "-Dfreshet.log.file=" + data.log(),
                        "-cp",
                        ClassPath.inherited(),
                        StandaloneMain.class.getName(),
                        data.path().toString(),
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.console().toFile()));
        builder.environment().putAll(faked);
        Process process = builder.start();
        try {
            return Eventually.eventually(LIMIT, () -> Endpoints.read(data), found -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("the standalone has ended, see " + data.log());
                        }
                        return found.isPresent();
                    })
                    .orElseThrow();
        } catch (AssertionError | RuntimeException e) {
            process.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw e;
        }
    }

    private Map<String, String> environment(Instant now) {
        long offset = Duration.between(Instant.now(), now).toSeconds();
        Map<String, String> environment = new TreeMap<>();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAKETIME", (offset < 0 ? "" : "+") + offset);
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("DONT_FAKE_MONOTONIC", "1");
        // Otherwise every wait of a JVM that has a limit ends at once.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        environment.put("NO_FAKE_STAT", "1");
        return environment;
    }

    /** The database inherits no variable, and may run as another user, who shares nothing with the JVM: it has a program that sets them. */
    private static void fakeDatabase(DataDirectory data, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path shared = programs(data.path().resolve("unpacking"));
        Path home = data.postgresBinaries().resolve(shared.getFileName());
        Path programs = home.resolve("bin");
        if (Files.notExists(programs)) {
            Files.createDirectories(programs);
            link(shared, home, "bin");
            link(shared.resolve("bin"), programs, "postgres");
        }
        String variables = environment.entrySet().stream()
                .map(variable -> "export %s='%s'".formatted(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining("\n"));
        Path program = programs.resolve("postgres");
        Files.writeString(
                program, """
                #!/bin/sh
                unset FAKETIME_SHARED
                %s
                exec '%s' "$@"
                """.formatted(variables, shared.resolve("bin").resolve("postgres")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** PostgreSQL's programs as they are, unpacked by whoever needs them first. */
    private static Path programs(Path scratch) throws IOException, InterruptedException {
        EmbeddedPostgres.start(new PostgresSettings(scratch, PostgresPrograms.directory()))
                .close();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(PostgresPrograms.directory(), "postgres-*")) {
            return found.iterator().next().toRealPath();
        }
    }

    private static void link(Path from, Path to, String but) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path each : all) {
                if (!each.getFileName().toString().equals(but)) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }
}
