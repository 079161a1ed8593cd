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

/** What one instance that reads very many partitions costs the planner, step by step, and how long others wait meanwhile. */
final class GatherBenchmark implements Benchmark {
    private static final int CHANGES = 20;

    private final int partitions;

    GatherBenchmark(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "gather";
    }

    @Override
    public String workload() {
        return "an instance that reads %d partitions: deployed, %d times one of them changed, all changed; a small workflow changes every 20 ms"
                .formatted(partitions, CHANGES);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new GatherBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Path directory = Files.createTempDirectory("freshet-benchmark");
        try {
            Map<String, Object> limits = MachineLimits.measure(directory);
            Map<String, Object> figures = new LinkedHashMap<>();
            SiteWorkflow workflow = SiteWorkflow.reading("many");
            try (PlannerSteps planner = new PlannerSteps(directory.resolve("planner"))) {
                StepFigures.note(figures, "files", planner.change(workflow.changes("first", 0, partitions)), progress);
                StepFigures.note(figures, "deployed", planner.define(workflow.version(1)), progress);
                for (int change = 1; change <= CHANGES; change++) {
                    int site = (int) ((long) change * partitions / (CHANGES + 1));
                    StepFigures.note(
                            figures,
                            "oneChanged" + change,
                            planner.change(workflow.changes("change " + change, site, site + 1)),
                            progress);
                }
                StepFigures.note(
                        figures, "allChanged", planner.change(workflow.changes("last", 0, partitions)), progress);
                StepFigures.note(figures, "removed", planner.remove(workflow.ref()), progress);
            }
            return new Report(name(), workload(), at, figures, limits);
        } finally {
            DeletedTree.delete(directory);
        }
    }
}
