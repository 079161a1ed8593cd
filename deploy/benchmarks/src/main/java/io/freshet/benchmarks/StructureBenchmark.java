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
                StepFigures.note(figures, "files", planner.change(many.changes("first", 0, instances)), progress);
                StepFigures.note(figures, "subscription", planner.define(many.version(1)), progress);
                StepFigures.note(figures, "newCode", planner.define(many.version(2)), progress);
                StepFigures.note(figures, "removal", planner.remove(many.ref()), progress);
            }
            return new Report(name(), workload(), at, figures, limits);
        } finally {
            DeletedTree.delete(directory);
        }
    }
}
