package io.freshet.benchmarks;

import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Events of an upstream system are sent by HTTP in batches: how many are accepted a second, and how many are read by the watcher. */
final class EventsBenchmark implements Benchmark {
    private static final int BATCH = 500;
    private static final int SENDERS = 4;
    private static final int WARM_UP = 20;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final int events;

    EventsBenchmark(int events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String workload() {
        return "%,d extract events in batches of %d from %d senders, each accepted when the log has it"
                .formatted(events, BATCH, SENDERS);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new EventsBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of());
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            Instant at = Instant.now();
            Map<String, Object> limits = MachineLimits.measure(system.directory());
            Endpoints endpoints = system.standalone().endpoints();
            for (int batch = 0; batch < WARM_UP; batch++) {
                var _ = send(client, endpoints, "warm-up", batch);
            }
            int batches = Math.ceilDiv(events, BATCH);
            Samples answers = new Samples();
            long begin = System.nanoTime();
            List<Future<Long>> sent = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                int number = batch;
                sent.add(senders.submit(() -> send(client, endpoints, "measured", number)));
            }
            for (Future<Long> each : sent) {
                answers.add(each.get());
            }
            double accepted = (System.nanoTime() - begin) / 1e9;
            progress.printf("%d events accepted in %.1f s%n", batches * BATCH, accepted);
            awaitRead(client, endpoints, (long) (batches + WARM_UP) * BATCH);
            double read = (System.nanoTime() - begin) / 1e9;
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("events", batches * BATCH);
            figures.put("acceptedPerSecond", Math.round(batches * BATCH / accepted));
            figures.put("readPerSecond", Math.round(batches * BATCH / read));
            figures.put("batchAnswered", answers.figures());
            return new Report(name(), workload(), at, figures, limits);
        }
    }

    /** Returns how long the answer took, in nanoseconds. */
    private static long send(HttpClient client, Endpoints endpoints, String series, int batch)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append("""
                    {"specversion": "1.0", "type": "io.freshet.extract.arrived.v1", "source": "urn:benchmark:%1$s", "id": "%2$d-%3$d", \
                    "time": "2026-01-05T06:00:00Z", "data": {"namespace": "benchmark", "dataset": "in", "partition": "name=f%2$d-%3$d", \
                    "path": "f%2$d-%3$d.txt", "size": 1048576}}""".formatted(series, batch, i));
        }
        HttpRequest request = request(endpoints)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString(body.append("]").toString()))
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("a batch was answered with %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return System.nanoTime() - begin;
    }

    private static void awaitRead(HttpClient client, Endpoints endpoints, long wanted) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String body = "";
        while (System.nanoTime() < deadline) {
            body = client.send(request(endpoints).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            if (body.contains("\"extracts\":" + wanted)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new TimeoutException("the watcher has not read %d events: %s".formatted(wanted, body));
    }

    private static HttpRequest.Builder request(Endpoints endpoints) {
        URI watcher = Objects.requireNonNull(endpoints.watcher(), "this release takes in events");
        return HttpRequest.newBuilder(watcher.resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + endpoints.token());
    }
}
