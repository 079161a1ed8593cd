package io.freshet.benchmarks;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.RunFinished;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Many independent instances at once: full lifecycles per second, with history durable, without processes and with them. */
final class ThroughputBenchmark implements Benchmark {
    private static final int WARM_UP = 4_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final int withoutProcesses;
    private final int withProcesses;

    ThroughputBenchmark(int withoutProcesses, int withProcesses) {
        this.withoutProcesses = withoutProcesses;
        this.withProcesses = withProcesses;
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String workload() {
        return "%d independent instances with an in-process executor that does nothing; %d with a process each"
                .formatted(withoutProcesses, withProcesses);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new ThroughputBenchmark(number, Math.max(1, number / 5)));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> limits;
        try (BenchmarkSystem system = BenchmarkSystem.withoutProcesses()) {
            limits = MachineLimits.measure(system.directory());
            figures.put("inProcess", measure(system, withoutProcesses, progress));
        }
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of("freshet.admission.default-slots", 32))) {
            figures.put("processes", measure(system, withProcesses, progress));
        }
        return new Report(name(), workload(), at, figures, limits);
    }

    private Map<String, Object> measure(BenchmarkSystem system, int instances, PrintStream progress) throws Exception {
        system.deploy("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: many}
                spec:
                  datasets:
                    in: {path: in, layout: "{batch}/{name}.txt", watch: {settle: 1s}}
                    out: {path: out, layout: "{batch}/{name}.txt"}
                  tasks:
                    copy:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      run: {command: [/bin/true]}
                """);
        load(system, "warm", WARM_UP);
        system.tap().stages().reset();
        Duration cpuBefore = cpu();
        double seconds = load(system, "timed", instances);
        Duration cpu = cpu().minus(cpuBefore);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("instances", instances);
        figures.put("seconds", Samples.rounded(seconds));
        figures.put("lifecyclesPerSecond", Samples.rounded(instances / seconds));
        figures.put("cpuMillisPerLifecycle", Samples.rounded(cpu.toNanos() / 1e6 / instances));
        figures.put("stages", system.tap().stages().figures());
        long caughtUp = System.nanoTime();
        system.awaitHistory(WARM_UP + instances, LIMIT);
        figures.put("historyBehindSeconds", Samples.rounded((System.nanoTime() - caughtUp) / 1e9));
        progress.printf(
                "%d instances: %.0f/s, %.1f ms of CPU each%n",
                instances, instances / seconds, cpu.toNanos() / 1e6 / instances);
        return figures;
    }

    /** What this process has used: broker, services and the measuring itself, but neither the database nor the tasks. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Seconds from the batch of changes on the log to the end of its run. */
    private static double load(BenchmarkSystem system, String batch, int instances) throws Exception {
        for (int i = 0; i < instances; i++) {
            system.drop(system.file("in", batch + "/" + i + ".txt"), batch + i);
        }
        FileChanges changes = system.tap().next(FileChanges.class, change -> change.produced() == null, LIMIT);
        int done = 0;
        Instant last = changes.at();
        while (done < instances) {
            AttemptFinished finish = system.tap().next(AttemptFinished.class, any -> true, LIMIT);
            done++;
            last = finish.at().isAfter(last) ? finish.at() : last;
        }
        RunFinished run = system.tap().next(RunFinished.class, any -> true, LIMIT);
        Instant end = run.at().isAfter(last) ? run.at() : last;
        return Duration.between(changes.at(), end).toNanos() / 1e9;
    }
}
