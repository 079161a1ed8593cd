package io.freshet.benchmarks;

import io.freshet.benchmarks.topology.PlannerSteps;
import io.freshet.embedded.DeletedTree;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** What the planner takes for large changes, step by step on stores of its own without a broker, and how long others wait meanwhile. */
abstract class StepsBenchmark implements Benchmark {
    @Override
    public final Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Path directory = Files.createTempDirectory("freshet-benchmark");
        try {
            Map<String, Object> limits = MachineLimits.measure(directory);
            StepFigures figures = new StepFigures(progress);
            try (PlannerSteps planner = new PlannerSteps(directory.resolve("planner"))) {
                measure(planner, figures);
            }
            return new Report(name(), workload(), at, figures.all(), limits);
        } finally {
            DeletedTree.delete(directory);
        }
    }

    /** Has the planner take the steps, each of which is noted. */
    abstract void measure(PlannerSteps planner, StepFigures figures) throws Exception;
}
