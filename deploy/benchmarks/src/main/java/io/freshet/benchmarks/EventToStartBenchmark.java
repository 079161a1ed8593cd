package io.freshet.benchmarks;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event is posted that a trigger waits for: how long from its acceptance, which is once the log has it, until the process of the run that
 * it asks for has started.
 */
final class EventToStartBenchmark implements Benchmark {
    private static final int WARM_UP = 150;
    private static final int ROUNDS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "event-to-start";
    }

    @Override
    public String workload() {
        return "an event is accepted by HTTP for which a trigger asks for a run of one task, one at a time, " + ROUNDS
                + " rounds after " + WARM_UP + " to warm up";
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of());
                HttpClient client = HttpClient.newHttpClient()) {
            Instant at = Instant.now();
            Map<String, Object> limits = MachineLimits.measure(system.directory());
            system.deploy("""
                    apiVersion: freshet.io/v1
                    kind: Workflow
                    metadata: {name: heard}
                    spec:
                      datasets:
                        out: {path: out, layout: "{name}.txt"}
                      tasks:
                        make:
                          outputs: {out: {}}
                          run: {command: [sh, -c, 'echo "$FRESHET_PARTITION_NAME" >"$FRESHET_OUT_OUT/$FRESHET_PARTITION_NAME.txt"']}
                      triggers:
                        - event: {name: made, type: org.example.benchmark.made, where: {name: data.name}}
                    """);
            Steps steps = new Steps();
            for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
                round(system, client, round, round > WARM_UP ? steps : new Steps());
                if (round % 50 == 0) {
                    progress.printf("round %d of %d%n", round, WARM_UP + ROUNDS);
                }
            }
            return new Report(name(), workload(), at, steps.figures(limits), limits);
        }
    }

    private static void round(BenchmarkSystem system, HttpClient client, int round, Steps steps) throws Exception {
        String partition = "name=e" + round;
        Instant accepted = post(client, system.standalone().endpoints(), round);
        TaskReady ready = system.tap()
                .next(
                        TaskReady.class,
                        each -> each.instance().partition().toString().equals(partition),
                        LIMIT);
        LaunchAttempt launch =
                system.tap().next(LaunchAttempt.class, each -> each.attempt().equals(ready.attempt()), LIMIT);
        AttemptStarted started =
                system.tap().next(AttemptStarted.class, each -> each.attempt().equals(ready.attempt()), LIMIT);
        steps.add(accepted, ready.at(), launch.at(), started.at());
        system.tap().next(RunFinished.class, _ -> true, LIMIT);
    }

    /** Where the time goes: times are those of who decided, and all by the same clock. */
    private static final class Steps {
        private final Samples whole = new Samples();
        private final Samples asked = new Samples();
        private final Samples launched = new Samples();
        private final Samples started = new Samples();

        void add(Instant accepted, Instant readyAt, Instant launchedAt, Instant startedAt) {
            whole.add(Duration.between(accepted, startedAt).toNanos());
            asked.add(Duration.between(accepted, readyAt).toNanos());
            launched.add(Duration.between(readyAt, launchedAt).toNanos());
            started.add(Duration.between(launchedAt, startedAt).toNanos());
        }

        Map<String, Object> figures(Map<String, Object> limits) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("acceptedToStarted", whole.figures());
            double own = median(limits, "hop") + median(limits, "spawn");
            figures.put("hopAndSpawnMillis", Samples.rounded(own));
            figures.put("timesHopAndSpawn", Samples.rounded(whole.millis(0.50) / own));
            figures.put("acceptedToPlanned", asked.figures());
            figures.put("plannedToLaunched", launched.figures());
            figures.put("launchedToStarted", started.figures());
            return figures;
        }

        private static double median(Map<String, Object> limits, String name) {
            if (limits.get(name) instanceof Map<?, ?> figures && figures.get("p50Millis") instanceof Double millis) {
                return millis;
            }
            throw new IllegalStateException("the machine's %s was not measured".formatted(name));
        }
    }

    /** Returns when the answer was there. */
    private static Instant post(HttpClient client, Endpoints endpoints, int round)
            throws IOException, InterruptedException {
        URI watcher = Objects.requireNonNull(endpoints.watcher(), "this release takes in events");
        HttpRequest request = HttpRequest.newBuilder(watcher.resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + endpoints.token())
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", "org.example.benchmark.made")
                .header("ce-source", "urn:benchmark")
                .header("ce-id", "e" + round)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"e%d\"}".formatted(round)))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        Instant accepted = Instant.now();
        if (answer.statusCode() != 202) {
            throw new IOException("an event was answered with %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return accepted;
    }
}
