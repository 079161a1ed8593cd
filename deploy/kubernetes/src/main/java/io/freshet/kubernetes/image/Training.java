package io.freshet.kubernetes.image;

import io.freshet.embedded.EmbeddedBroker;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs an application once, with a broker and a database of its own, from its start until it is ready, has answered and is told to end;
 * the JVM then writes what it loaded, linked and profiled into an ahead-of-time cache (JEP 483, 514, 515).
 */
final class Training implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 100;

    private final Path directory;
    private final EmbeddedBroker broker;
    private final EmbeddedPostgres database;
    private final HttpClient http = HttpClient.newHttpClient();

    Training(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.broker = EmbeddedBroker.start(directory.resolve("kafka"));
        this.database = EmbeddedPostgres.start(
                new PostgresSettings(directory.resolve("postgres"), directory.resolve("postgres-binaries"))
                        .withoutDurability());
    }

    /** Makes the application's cache. */
    void train(StagedApplication application) throws IOException, InterruptedException {
        ImageSpec spec = application.spec();
        int port = freePort();
        Path log = directory.resolve(spec.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command(application))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment(spec, port));
        Process process = builder.start();
        try {
            if (spec.port().isPresent()) {
                awaitReady(process, port, log);
                get(port, "/prometheus");
                process.destroy();
            }
            if (!process.waitFor(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.exists(application.cache())) {
                throw new IOException("no ahead-of-time cache was written; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(StagedApplication application) {
        List<String> command = application.arguments(
                application.directory().toAbsolutePath().toString(),
                List.of("-XX:AOTCacheOutput=" + application.cache().toAbsolutePath()));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (application.spec().port().isEmpty()) {
            command.addAll(List.of(
                    "topics", "apply", "--kafka=" + broker.bootstrapServers(), "--partitions=1", "--replication=1"));
        }
        return command;
    }

    private Map<String, String> environment(ImageSpec spec, int port) throws IOException {
        Path data = Files.createDirectories(directory.resolve(spec.name()));
        Map<String, String> environment = new HashMap<>();
        environment.put("MICRONAUT_SERVER_HOST", "127.0.0.1");
        environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
        environment.put("FRESHET_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("FRESHET_KAFKA_PARTITIONS", "1");
        environment.put("FRESHET_KAFKA_REPLICATION", "1");
        environment.put("FRESHET_STATE_DIR", data.resolve("state").toString());
        environment.put(
                "FRESHET_STORAGE_ROOT",
                Files.createDirectories(directory.resolve("storage")).toString());
        environment.put(
                "DATASOURCES_DEFAULT_URL", database.createDatabase(spec.name().replace('-', '_')));
        environment.put("DATASOURCES_DEFAULT_USERNAME", database.user());
        environment.put("DATASOURCES_DEFAULT_PASSWORD", database.password());
        return environment;
    }

    private void awaitReady(Process process, int port, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (get(port, "/health/ready") != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the service did not become ready; see " + log);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private int get(int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        database.close();
        broker.close();
        http.close();
    }
}
