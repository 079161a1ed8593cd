package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.benchmarks.topology.PlannerSteps;
import java.util.Optional;

/** What one instance that reads very many partitions costs the planner, step by step, and how long others wait meanwhile. */
final class GatherBenchmark extends StepsBenchmark {
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
    void measure(PlannerSteps planner, StepFigures figures) throws Exception {
        SiteWorkflow workflow = SiteWorkflow.reading("many");
        figures.note("files", planner.change(workflow.changes("first", 0, partitions)));
        figures.note("deployed", planner.define(workflow.version(1)));
        for (int change = 1; change <= CHANGES; change++) {
            int site = (int) ((long) change * partitions / (CHANGES + 1));
            figures.note("oneChanged" + change, planner.change(workflow.changes("change " + change, site, site + 1)));
        }
        figures.note("allChanged", planner.change(workflow.changes("last", 0, partitions)));
        figures.note("removed", planner.remove(workflow.ref()));
    }
}
