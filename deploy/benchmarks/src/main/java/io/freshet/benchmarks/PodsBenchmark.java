package io.freshet.benchmarks;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Orders to launch at a steady rate, and the launcher's pods in a real cluster, which {@code KUBECONFIG} names. Nobody schedules the pods:
 * what is measured ends when they are made. They are removed afterwards.
 */
final class PodsBenchmark implements Benchmark {
    private static final int PER_SECOND = 50;
    private static final int WARM_UP = 4_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final int pods;

    PodsBenchmark(int pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "pods";
    }

    @Override
    public String workload() {
        return "%d orders to launch, %d a second, to a launcher that makes pods".formatted(pods, PER_SECOND);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new PodsBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        if (System.getenv("KUBECONFIG") == null) {
            throw new IOException("no cluster: set KUBECONFIG to the configuration of one, whose namespace may have "
                    + (pods + WARM_UP) + " pods that nobody schedules");
        }
        Instant at = Instant.now();
        Path directory = Files.createTempDirectory("freshet-benchmark");
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> limits = MachineLimits.measure(directory);
        try (LauncherSystem system = new LauncherSystem(directory)) {
            launch(system, 0, WARM_UP);
            progress.println("warmed up");
            figures.put("launchToPod", launch(system, WARM_UP, WARM_UP + pods).figures());
            long begin = System.nanoTime();
            system.cancelAll(LIMIT);
            figures.put("secondsToRemoveAll", Samples.rounded((System.nanoTime() - begin) / 1e9));
        }
        return new Report(name(), workload(), at, figures, limits);
    }

    /** From the sending of each order until the cluster reports its pod. */
    private static Samples launch(LauncherSystem system, int from, int to)
            throws IOException, InterruptedException, TimeoutException {
        Map<String, Long> sent = new LinkedHashMap<>();
        long begin = System.nanoTime();
        for (int i = from; i < to; i++) {
            LaunchAttempt order = system.order(i);
            long due = begin + (i - from) * Duration.ofSeconds(1).toNanos() / PER_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
            sent.put(order.attempt(), System.nanoTime());
            system.launch(order);
        }
        Samples samples = new Samples();
        for (Map.Entry<String, Long> order : sent.entrySet()) {
            samples.add(system.awaitPod(order.getKey(), LIMIT) - order.getValue());
        }
        return samples;
    }
}
