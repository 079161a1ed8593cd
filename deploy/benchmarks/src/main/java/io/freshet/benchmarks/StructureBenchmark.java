package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.benchmarks.topology.PlannerSteps;
import io.freshet.embedded.DeletedTree;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What changes of structure over many instances cost the planner, step by step, and how long others wait meanwhile. */
final class StructureBenchmark implements Benchmark {
    private static final double BYTES_PER_KIB = 1024;

    private final int instances;

    StructureBenchmark(int instances) {
        this.instances = instances;
    }

    @Override
    public String name() {
        return "structure";
    }

    @Override
    public String workload() {
        return "a subscription to, new code for, and a removal of %d instances; a small workflow changes every 20 ms"
                .formatted(instances);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new StructureBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Path directory = Files.createTempDirectory("freshet-benchmark");
        try {
            Map<String, Object> limits = MachineLimits.measure(directory);
            Map<String, Object> figures = new LinkedHashMap<>();
            SiteWorkflow many = SiteWorkflow.copying("many");
            try (PlannerSteps planner = new PlannerSteps(directory.resolve("planner"))) {
                note(figures, "files", planner.change(many.changes("first", 0, instances)), progress);
                note(figures, "subscription", planner.define(many.version(1)), progress);
                note(figures, "newCode", planner.define(many.version(2)), progress);
                note(figures, "removal", planner.remove(many.ref()), progress);
            }
            return new Report(name(), workload(), at, figures, limits);
        } finally {
            DeletedTree.delete(directory);
        }
    }

    private static void note(Map<String, Object> figures, String name, PlannerSteps.Work work, PrintStream progress) {
        Samples others = new Samples();
        work.othersNanos().forEach(others::add);
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("seconds", Samples.rounded(work.seconds()));
        measured.put("transactions", work.transactions());
        measured.put("longestTransactionCpuMillis", Samples.rounded(work.longestCpuNanos() / 1e6));
        measured.put("largestEventKiB", Samples.rounded(work.largestEventBytes() / BYTES_PER_KIB));
        if (others.size() > 0) {
            measured.put("others", others.figures());
        }
        figures.put(name, measured);
        progress.printf("%s: %s%n", name, measured);
    }
}
