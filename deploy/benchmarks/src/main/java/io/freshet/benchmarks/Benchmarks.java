package io.freshet.benchmarks;

import java.util.List;
import java.util.Optional;

/** All benchmarks there are. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new ChainBenchmark(),
            new FileToStartBenchmark(),
            new EventToStartBenchmark(),
            new EventsBenchmark(100_000),
            new ThroughputBenchmark(10_000, 2_000),
            new BackfillBenchmark(100_000),
            new ReplayBenchmark(100_000),
            new IncrementalBenchmark(List.of(1_000, 10_000, 100_000)),
            new PlannerBenchmark(1_000_000),
            new StructureBenchmark(1_000_000),
            new GatherBenchmark(1_000_000),
            new PodsBenchmark(1_000));

    private Benchmarks() {}

    public static List<Benchmark> all() {
        return ALL;
    }

    public static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }
}
