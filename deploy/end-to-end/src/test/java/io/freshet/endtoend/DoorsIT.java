package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.AuditService;
import io.freshet.launcher.LauncherService;
import io.freshet.planner.PlannerService;
import io.freshet.scheduler.SchedulerService;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.JunkValues;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import io.freshet.watcher.WatcherService;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every service, started with nothing but the properties that it requires: who can reach it, and who is let in. */
@WithKafka
@WithPostgres
class DoorsIT {
    private static final String TOKEN = "a token of this test";

    @TempDir
    Path directory;

    /** The services, as {@code main} starts them. */
    enum Kind {
        SCHEDULER,
        PLANNER,
        LAUNCHER,
        WATCHER,
        AUDIT;

        RunningService start(Map<String, Object> properties) {
            return switch (this) {
                case SCHEDULER -> SchedulerService.start(properties);
                case PLANNER -> PlannerService.start(properties);
                case LAUNCHER -> LauncherService.start(properties);
                case WATCHER -> WatcherService.start(properties);
                case AUDIT -> AuditService.start(properties);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void listens_on_loopback_only_and_lets_no_stranger_in(Kind kind, TestKafka kafka, TestDatabase database)
            throws Exception {
        kafka.createProductTopics(2);
        try (RunningService service = kind.start(required(kafka, database))) {
            int port = service.port();
            for (InetAddress address : addresses()) {
                assertEquals(address.isLoopbackAddress(), isOpen(address, port), "%s at %s".formatted(kind, address));
            }
            assertEquals(421, status(port, "/api/v1/namespaces", "Host: evil.example"));
            assertEquals(421, status(port, "/prometheus", "Host: localhost.evil.example:" + port));
            assertEquals(
                    403, status(port, "/api/v1/namespaces", "Host: localhost:" + port, "Origin: http://evil.example"));
            assertEquals(403, status(port, "/anything", "Host: localhost:" + port, "Origin: null"));
            assertEquals(400, status(port, "/api/v1/x%00y", "Host: localhost:" + port));
            assertEquals(400, status(port, "/api/v1/x?a=%00", "Host: localhost:" + port));
            assertEquals(200, status(port, "/prometheus", "Host: 127.0.0.1:" + port));
            assertEquals(200, status(port, "/health/live", "Host: whoever.probes"));
            assertEquals(List.of(), failures(service.getClass(), port));
        }
    }

    /** Of requests to every route, with values and bodies that were not meant; that a service is not ready is no failure. */
    private static List<String> failures(Class<?> service, int port) throws IOException {
        List<String> failures = new ArrayList<>();
        for (ServiceRoutes.Route route : ServiceRoutes.of(service)) {
            for (String junk : JunkValues.inUrls()) {
                String path = route.filled(junk) + "?timeout=PT0S&junk=" + junk;
                check(port, route.method(), path, "{\"" + junk + "\": [", failures);
            }
        }
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
            for (String path : List.of("/", "/health", "/health/live", "/prometheus", "/api", "/api/v1", "/nosuch")) {
                check(port, method, path, "", failures);
            }
        }
        return failures;
    }

    private static void check(int port, String method, String path, String body, List<String> failures)
            throws IOException {
        int status = answer(
                port,
                method,
                path,
                body,
                "Host: localhost:" + port,
                "Content-Type: application/json",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        if (status >= 500 && !path.startsWith("/health/ready")) {
            failures.add("%d %s %s".formatted(status, method, path));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void with_a_token_lets_in_only_who_has_it(Kind kind, TestKafka kafka, TestDatabase database) throws Exception {
        kafka.createProductTopics(2);
        Map<String, Object> properties = required(kafka, database);
        properties.put("freshet.http.token", TOKEN);
        try (RunningService service = kind.start(properties)) {
            int port = service.port();
            String host = "Host: localhost:" + port;
            for (String path :
                    List.of("/prometheus", "/api/v1/namespaces", "/health", "/health/live/", "//health/live")) {
                assertEquals(401, status(port, path, host), path);
                assertEquals(401, status(port, path, host, "Authorization: Bearer another token, wrong"), path);
            }
            assertEquals(200, status(port, "/prometheus", host, "Authorization: Bearer " + TOKEN));
            assertEquals(200, status(port, "/health/live", host));
        }
    }

    private Map<String, Object> required(TestKafka kafka, TestDatabase database) {
        Map<String, Object> properties = new HashMap<>();
        // Not required, but two tests may run on one machine, and the topics have this many.
        properties.put("micronaut.server.port", -1);
        properties.put("freshet.kafka.partitions", 2);
        properties.put("freshet.kafka.replication", 1);
        properties.put("freshet.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("freshet.storage.root", directory.resolve("storage").toString());
        properties.put("freshet.state.dir", directory.resolve("state").toString());
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.user());
        properties.put("datasources.default.password", database.password());
        return properties;
    }

    private static List<InetAddress> addresses() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .toList();
        assertTrue(addresses.stream().anyMatch(InetAddress::isLoopbackAddress));
        return Stream.concat(addresses.stream(), Stream.of(InetAddress.ofLiteral("127.0.0.1")))
                .filter(address ->
                        !address.isLoopbackAddress() || address.getHostAddress().equals("127.0.0.1"))
                .distinct()
                .toList();
    }

    private static boolean isOpen(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static int status(int port, String path, String... headers) throws IOException {
        return answer(port, "GET", path, "", headers);
    }

    /** By hand: no client sends a foreign Host. */
    private static int answer(int port, String method, String path, String body, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(30_000);
            String request = "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n%s"
                    .formatted(method, path, String.join("\r\n", headers), body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (InputStream answer = socket.getInputStream()) {
                String line = new String(answer.readNBytes(12), StandardCharsets.UTF_8);
                return Integer.parseInt(line.substring("HTTP/1.1 ".length()));
            }
        }
    }
}
