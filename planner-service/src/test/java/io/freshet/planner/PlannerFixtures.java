package io.freshet.planner;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events that tests outside the domain feed in. */
public final class PlannerFixtures {
    public static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private PlannerFixtures() {}

    /** A workflow that copies the whole of {@code raw} to {@code made}. */
    public static WorkflowDefinition copying(WorkflowRef workflow, int version) {
        return copying(workflow, version, "**", "**", InputSpec.of("raw"));
    }

    /** A workflow that copies each site's partition of {@code raw} to {@code made}. */
    public static WorkflowDefinition copyingSites(WorkflowRef workflow, int version) {
        return copying(workflow, version, "{site}.csv", "{site}.csv", InputSpec.of("raw"));
    }

    /** A workflow that gathers all sites of {@code raw} into {@code made}: two at least, or what is there when the deadline passes. */
    public static WorkflowDefinition gatheringTwo(WorkflowRef workflow, int version, Duration deadline) {
        InputSpec input =
                new InputSpec("raw", "raw", false, Map.of(), Map.of(), Map.of(), 2, deadline, PaceSpec.AT_ONCE);
        return copying(workflow, version, "{site}.csv", "**", input);
    }

    private static WorkflowDefinition copying(
            WorkflowRef workflow, int version, String from, String to, InputSpec input) {
        TaskSpec copy = TaskSpecBuilder.of("copy")
                .inputs(Map.of("raw", input))
                .outputs(List.of("made"))
                .run(new RunSpec(null, List.of("sh", "copy.sh"), List.of("copy.sh"), Map.of(), ResourceSpec.DEFAULT))
                .build();
        return WorkflowBuilder.of(workflow.workflow())
                .datasets(Map.of("raw", dataset("raw", from), "made", dataset("made", to)))
                .tasks(Map.of("copy", copy))
                .code(Map.of("copy", Sha256.of("code" + version)))
                .version(workflow, version, NOW);
    }

    private static DatasetSpec dataset(String name, String layout) {
        return new DatasetSpec(
                name,
                "data/" + name,
                Layout.parse(layout),
                WatchSpec.DEFAULT,
                null,
                DatasetSpec.Deletions.PROPAGATE,
                List.of(),
                null);
    }

    /** A change of an unpartitioned dataset. */
    public static FileChanges file(String dataset, String content) {
        return change(dataset, PartitionKey.NONE, content);
    }

    /** A change of one partition of a watched dataset. */
    public static FileChanges change(String dataset, PartitionKey partition, String content) {
        Cause cause = new Cause(
                "write-%s-%s-%s".formatted(dataset, partition, content),
                Cause.Kind.FILES_CHANGED,
                NOW,
                "somebody wrote " + content);
        return new FileChanges(
                new DatasetRef("prod", dataset),
                "data/" + dataset,
                "**",
                cause,
                Batch.single(cause.id()),
                List.of(new PartitionChange(
                        partition, null, new PartitionVersion(Sha256.of(content), 1, content.length()))),
                null,
                NOW);
    }

    /** What a launcher reports that made every output from the action key. */
    public static AttemptFinished succeeded(TaskReady ready) {
        List<Outcome.OutputPartition> outputs = ready.work().outputs().stream()
                .map(output -> made(ready, output))
                .toList();
        return new AttemptFinished(
                ready.instance(),
                ready.attempt(),
                ready.number(),
                ready.run(),
                ready.work().actionKey(),
                new Outcome.Succeeded(outputs, Map.of(), null),
                Usage.UNKNOWN,
                NOW,
                null,
                NOW);
    }

    private static Outcome.OutputPartition made(TaskReady ready, AttemptSpec.Output output) {
        return new Outcome.OutputPartition(
                output.dataset(),
                ready.instance().partition(),
                new PartitionVersion(Sha256.of("made " + ready.work().actionKey()), 1, 1));
    }
}
