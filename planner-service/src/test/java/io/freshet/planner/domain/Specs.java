package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds workflow definitions for tests: datasets by layout, tasks by what they read and write. */
public final class Specs {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    public static final String WHOLE = "**";

    private final Map<String, DatasetSpec> datasets = new LinkedHashMap<>();
    private final Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    private final Map<String, ParamSpec> params = new LinkedHashMap<>();
    private final Map<String, String> readFrom = new LinkedHashMap<>();
    private Overlap overlap = Overlap.PARALLEL;
    private final Map<String, Fingerprint> code = new LinkedHashMap<>();

    public Specs dataset(String name, String layout) {
        return dataset(name, layout, DatasetSpec.Deletions.PROPAGATE);
    }

    /** Lets a dataset be read in another namespace. */
    Specs readFrom(String dataset, String namespace) {
        readFrom.put(dataset, namespace);
        return this;
    }

    Specs overlap(Overlap next) {
        overlap = next;
        return this;
    }

    public Specs dataset(String name, String layout, DatasetSpec.Deletions deletions) {
        datasets.put(
                name,
                new DatasetSpec(
                        name,
                        "data/" + name,
                        Layout.parse(layout),
                        WatchSpec.DEFAULT,
                        null,
                        deletions,
                        List.of(),
                        null));
        return this;
    }

    /** A task with one output; an input that ends in a question mark is optional. */
    public Specs task(String name, List<String> inputs, String output) {
        return task(name, inputs, List.of(output), RetrySpec.NONE, "1");
    }

    public Specs task(String name, List<String> inputs, List<String> outputs, RetrySpec retries, String version) {
        return task(
                name, inputs.stream().map(Specs::input).toList(), outputs, retries, TaskSpec.OnChange.QUEUE, version);
    }

    /** An input of a dataset of the name; one that ends in a question mark is optional. */
    public static InputSpec input(String name) {
        boolean optional = name.endsWith("?");
        String dataset = optional ? name.substring(0, name.length() - 1) : name;
        return new InputSpec(dataset, dataset, optional, Map.of(), Map.of(), Map.of(), null, null, PaceSpec.AT_ONCE);
    }

    public Specs task(
            String name,
            List<InputSpec> inputs,
            List<String> outputs,
            RetrySpec retries,
            TaskSpec.OnChange onChange,
            String version) {
        return task(name, inputs, outputs, retries, null, onChange, version);
    }

    public Specs task(
            String name,
            List<InputSpec> inputs,
            List<String> outputs,
            RetrySpec retries,
            @Nullable FailureSpec onFailure,
            TaskSpec.OnChange onChange,
            String version) {
        Map<String, InputSpec> inputSpecs = new LinkedHashMap<>();
        inputs.forEach(input -> inputSpecs.put(input.name(), input));
        tasks.put(
                name,
                TaskSpecBuilder.of(name)
                        .inputs(inputSpecs)
                        .outputs(outputs)
                        .run(new RunSpec(null, List.of("run"), List.of(), Map.of(), ResourceSpec.DEFAULT))
                        .retries(retries)
                        .onFailure(onFailure)
                        .onChange(onChange)
                        .build());
        code.put(name, Sha256.of(name + version));
        return this;
    }

    /** Gives a task a condition. */
    Specs when(String name, String condition) {
        TaskSpec task = tasks.get(name);
        tasks.put(name, TaskSpecBuilder.like(task).when(condition).build());
        return this;
    }

    /** Says of a task as whom it runs, what its pod has and how large its batches are. */
    Specs runs(String name, RunAsSpec runAs, PodTemplate pod, BatchSpec batch) {
        TaskSpec task = tasks.get(name);
        RunSpec run = task.run();
        tasks.put(
                name,
                TaskSpecBuilder.like(task)
                        .run(new RunSpec(run.image(), run.command(), run.code(), run.env(), run.resources(), pod))
                        .runAs(runAs)
                        .batch(batch)
                        .build());
        return this;
    }

    public Specs code(String task, String version) {
        code.put(task, Sha256.of(task + version));
        return this;
    }

    public Specs remove(String task) {
        tasks.remove(task);
        code.remove(task);
        return this;
    }

    Map<String, TaskSpec> tasks() {
        return tasks;
    }

    Map<String, DatasetSpec> datasets() {
        return datasets;
    }

    Specs integer(String name, String initial) {
        params.put(name, new ParamSpec(name, ParamSpec.Type.INTEGER, initial, List.of()));
        return this;
    }

    Specs param(String name, String initial) {
        params.put(name, new ParamSpec(name, ParamSpec.Type.STRING, initial, List.of()));
        return this;
    }

    public WorkflowDefinition build(WorkflowRef workflow, int version) {
        Instant at = START.plusMillis(version * 1_000_000L);
        return WorkflowBuilder.of(workflow.workflow())
                .params(params)
                .overlap(overlap)
                .datasets(datasets)
                .tasks(tasks)
                .code(code)
                .readFrom(readFrom)
                .version(workflow, version, at);
    }

    public static RetrySpec retries(int max) {
        return new RetrySpec(max, Duration.ofSeconds(5), 2, Duration.ofMinutes(5), Map.of());
    }
}
