package io.freshet.audit.history;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import java.util.List;
import java.util.Map;

/** The workflow of {@link PlausibleHistory}. */
final class ClaimsWorkflow {
    static final WorkflowSpec SPEC = with(List.of(), List.of());

    private ClaimsWorkflow() {}

    static RunSpec run(String task) {
        return new RunSpec(null, List.of("sh", task + ".sh"), List.of(task + ".sh"), Map.of(), ResourceSpec.DEFAULT);
    }

    static WorkflowSpec with(List<DeadlineSpec> deadlines, List<AlertSpec> alerts) {
        Map<String, DatasetSpec> datasets = Map.of(
                "extracts", dataset("extracts", "landing/extracts", "{source}/{date:yyyy-MM-dd}/*.csv"),
                "cleaned", dataset("cleaned", "cleaned", "{source}/{date:yyyy-MM-dd}/*.csv"),
                "daily", dataset("daily", "daily", "{date:yyyy-MM-dd}.csv"));
        Map<String, TaskSpec> tasks = Map.of(
                "clean", task("clean", "extracts", "cleaned"), "aggregate", task("aggregate", "cleaned", "daily"));
        return new WorkflowSpec(
                "claims", "", Map.of(), Overlap.PARALLEL, null, null, datasets, tasks, List.of(), deadlines, alerts);
    }

    private static DatasetSpec dataset(String name, String path, String layout) {
        return new DatasetSpec(
                name,
                path,
                Layout.parse(layout),
                WatchSpec.DEFAULT,
                null,
                DatasetSpec.Deletions.PROPAGATE,
                List.of("phi"),
                null);
    }

    private static TaskSpec task(String name, String input, String output) {
        return TaskSpecBuilder.of(name)
                .inputs(Map.of(input, InputSpec.of(input)))
                .outputs(List.of(output))
                .run(run(name))
                .build();
    }
}
