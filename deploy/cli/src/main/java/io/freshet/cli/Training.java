package io.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.language.bundle.Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

    private static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: training}
            spec:
              params:
                limit: {type: integer, default: 1}
              datasets:
                raw: {path: raw, layout: "{date:yyyy-MM-dd}.csv"}
                tidy: {path: tidy, layout: "{date:yyyy-MM-dd}.csv"}
              tasks:
                clean:
                  inputs: {raw: {}}
                  outputs: {tidy: {}}
                  when: "params.limit > 0"
                  run: {command: [sh, -c, "true"]}
            """;

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", Training::answer);
        service.start();
        String address = "http://127.0.0.1:" + service.getAddress().getPort();
        Path bundle = Files.createTempDirectory("freshet-training-");
        try {
            Files.writeString(bundle.resolve(Bundle.WORKFLOW_FILE), WORKFLOW);
            for (List<String> command : List.of(
                    List.of("status"),
                    List.of("status", "--json"),
                    List.of("runs"),
                    List.of("instances"),
                    List.of("attempts"),
                    List.of("datasets"),
                    List.of("why", INSTANCE.toString()),
                    List.of("validate", bundle.toString()),
                    List.of("deploy", bundle.toString()),
                    List.of("run", "prod/training"))) {
                List<String> words = new ArrayList<>(command);
                words.addAll(List.of("--audit", address, "--scheduler", address));
                Freshet.commandLine(command.getFirst()).execute(words.toArray(String[]::new));
            }
        } finally {
            // Or its thread would keep a program from ending that has failed.
            service.stop(0);
            Files.delete(bundle.resolve(Bundle.WORKFLOW_FILE));
            Files.delete(bundle);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        Object answer = switch (exchange.getRequestMethod() + " " + path.substring(path.lastIndexOf('/') + 1)) {
            case "GET summary" ->
                new StatusSummary(
                        List.of(new StatusSummary.TaskStatus(INSTANCE.taskRef(), Map.of(InstanceState.FAILED, 1L))),
                        List.of());
            case "GET runs" -> new Page<>(List.of(run()), null);
            case "GET instances" -> new Page<>(List.of(instance()), null);
            case "GET attempts" -> new Page<>(List.of(attempt()), null);
            case "GET datasets" -> new Page<>(List.of(dataset()), null);
            case "POST runs" -> new RunAccepted("0123456789abcdef01234567", "training");
            case "POST workflows" ->
                new DeployedWorkflow(
                        new WorkflowRef("prod", "training"), 1, Sha256.of("training"), List.of("clean"), false, true);
            default -> Problem.of(ProblemCode.NOT_FOUND, "made up");
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
                "made up",
                Usage.UNKNOWN);
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
                Instant.EPOCH,
                null);
    }
}
