package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.benchmarks.topology.PlannerSteps;
import java.util.Optional;

/** What changes of structure over many instances cost the planner, step by step, and how long others wait meanwhile. */
final class StructureBenchmark extends StepsBenchmark {
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
    void measure(PlannerSteps planner, StepFigures figures) throws Exception {
        SiteWorkflow many = SiteWorkflow.copying("many");
        figures.note("files", planner.change(many.changes("first", 0, instances)));
        figures.note("subscription", planner.define(many.version(1)));
        figures.note("newCode", planner.define(many.version(2)));
        figures.note("removal", planner.remove(many.ref()));
    }
}
