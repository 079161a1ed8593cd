package io.freshet.benchmarks;

import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file is put into a watched directory without settle time: how long until the first task's process has started. */
final class FileToStartBenchmark implements Benchmark {
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "file-to-start";
    }

    @Override
    public String workload() {
        return "a file is renamed into a watched directory (settle 0), one at a time, " + ROUNDS + " rounds";
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of())) {
            Instant at = Instant.now();
            Map<String, Object> limits = MachineLimits.measure(system.directory());
            system.deploy("""
                    apiVersion: freshet.io/v1
                    kind: Workflow
                    metadata: {name: first}
                    spec:
                      datasets:
                        in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}
                        out: {path: out, layout: "{name}.txt"}
                      tasks:
                        copy:
                          inputs: {in: {}}
                          outputs: {out: {}}
                          run: {command: [sh, -c, 'cp "$FRESHET_IN_IN/$FRESHET_PARTITION_NAME.txt" "$FRESHET_OUT_OUT/"']}
                    """);
            Samples samples = new Samples();
            for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
                String name = "f" + round;
                Instant closed = dropped(system, name);
                AttemptStarted started = system.tap()
                        .next(
                                AttemptStarted.class,
                                start -> start.instance().partition().toString().equals("name=" + name),
                                LIMIT);
                if (round > WARM_UP) {
                    samples.add(Duration.between(closed, started.at()).toNanos());
                }
                system.tap().next(RunFinished.class, run -> true, LIMIT);
                if (round % 50 == 0) {
                    progress.printf("round %d of %d%n", round, WARM_UP + ROUNDS);
                }
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("closedToStarted", samples.figures());
            return new Report(name(), workload(), at, figures, limits);
        }
    }

    private static Instant dropped(BenchmarkSystem system, String name) throws Exception {
        system.drop(system.file("in", name + ".txt"), "content of " + name);
        return Instant.now();
    }
}
