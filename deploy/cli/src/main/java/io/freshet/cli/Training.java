package io.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.event.FailureKind;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the build runs once so that the JVM can keep what a command loads: the usual questions, asked of a made-up service. Whoever runs
 * it otherwise sees made-up answers and nothing happens.
 */
final class Training {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final InstanceRef INSTANCE = InstanceRef.parse("prod/training/clean/date=2026-01-05");

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", Training::answer);
        service.start();
        String address = "http://127.0.0.1:" + service.getAddress().getPort();
        for (List<String> command : List.of(
                List.of("status"),
                List.of("status", "--json"),
                List.of("runs"),
                List.of("instances"),
                List.of("attempts"),
                List.of("datasets"),
                List.of("why", INSTANCE.toString()))) {
            List<String> words = new java.util.ArrayList<>(command);
            words.addAll(List.of("--audit", address));
            Freshet.commandLine().execute(words.toArray(String[]::new));
        }
        service.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Object answer = switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "summary" ->
                new StatusSummary(
                        List.of(new StatusSummary.TaskStatus(INSTANCE.taskRef(), Map.of(InstanceState.FAILED, 1L))),
                        List.of());
            case "runs" -> new Page<>(List.of(run()), null);
            case "instances" -> new Page<>(List.of(instance()), null);
            case "attempts" -> new Page<>(List.of(attempt()), null);
            case "datasets" -> new Page<>(List.of(dataset()), null);
            default -> Problem.of(NOT_FOUND, "Not Found", "not-found", "made up");
        };
        byte[] body = EventJson.mapper().writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer instanceof Problem ? NOT_FOUND : OK, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static InstanceInfo instance() {
        return new InstanceInfo(
                INSTANCE, InstanceState.FAILED, Reason.RETRIES_SPENT, "made up", null, null, Instant.EPOCH);
    }

    private static RunInfo run() {
        return new RunInfo(
                "0123456789abcdef01234567",
                new WorkflowRef("prod", "training"),
                RunState.FAILED,
                null,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                new RunCounts(0, 1, 0, 0, 0, 0, 1, 0, 0),
                1L,
                List.of(),
                "/");
    }

    private static AttemptInfo attempt() {
        return new AttemptInfo(
                "clean-0123456789abcdef01234567",
                INSTANCE,
                1,
                AttemptState.FAILED,
                null,
                Reason.RETRIES_SPENT,
                1,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                null,
                null,
                FailureKind.EXIT,
                1,
                "made up");
    }

    private static DatasetInfo dataset() {
        return new DatasetInfo(
                new DatasetRef("prod", "raw"),
                "raw",
                "{date}.csv",
                true,
                null,
                List.of(),
                true,
                1,
                1,
                1,
                Instant.EPOCH);
    }
}
