package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workflow's specification in the making, of which anything can be changed. */
final class Draft {
    /** There are few, and stories many. */
    private static final Map<String, Layout> LAYOUTS = new ConcurrentHashMap<>();

    /** A dataset. */
    record Data(String layout, String path, boolean keepsDeleted) {}

    /**
     * What happens when an attempt fails, and whether results are kept.
     *
     * @param allow whether tasks downstream go on when the task has failed
     * @param failFast whether the whole run is stopped then
     */
    record Policy(boolean allow, boolean failFast, boolean fallback, int retries, boolean cached) {
        static final Policy NONE = new Policy(false, false, false, 0, true);

        Policy allowing(boolean next) {
            return new Policy(next, failFast, fallback, retries, cached);
        }

        @Nullable
        FailureSpec onFailure() {
            return allow || failFast || fallback
                    ? new FailureSpec(fallback ? List.of("instead") : null, allow, failFast)
                    : null;
        }
    }

    /** A task. */
    record Work(
            Map<String, InputSpec> inputs,
            List<String> outputs,
            List<String> partitionBy,
            String code,
            @Nullable String when,
            TaskSpec.OnChange onChange,
            Policy policy) {
        Work {
            inputs = new LinkedHashMap<>(inputs);
            outputs = new ArrayList<>(outputs);
        }

        Work partitionedBy(List<String> next) {
            return new Work(inputs, outputs, next, code, when, onChange, policy);
        }

        Work code(String next) {
            return new Work(inputs, outputs, partitionBy, next, when, onChange, policy);
        }

        Work when(@Nullable String next) {
            return new Work(inputs, outputs, partitionBy, code, next, onChange, policy);
        }

        Work onChange(TaskSpec.OnChange next) {
            return new Work(inputs, outputs, partitionBy, code, when, next, policy);
        }

        Work policy(Policy next) {
            return new Work(inputs, outputs, partitionBy, code, when, onChange, next);
        }
    }

    final Map<String, Data> datasets = new LinkedHashMap<>();
    final Map<String, Work> tasks = new LinkedHashMap<>();
    String param = "1";
    ParamSpec.Type paramType = ParamSpec.Type.STRING;
    boolean secondParam;
    Overlap overlap = Overlap.PARALLEL;

    Draft copy() {
        Draft copy = new Draft();
        copy.datasets.putAll(datasets);
        tasks.forEach((name, task) -> copy.tasks.put(name, task.code(task.code())));
        copy.param = param;
        copy.paramType = paramType;
        copy.secondParam = secondParam;
        copy.overlap = overlap;
        return copy;
    }

    /** What this and another say together, as far as that is what datasets there are and who makes and reads them. */
    Draft with(Draft other, String name) {
        Draft both = copy();
        other.datasets.forEach(both.datasets::putIfAbsent);
        other.tasks.forEach((task, work) -> both.tasks.put(name + task, work));
        return both;
    }

    /** Whether tasks depend on each other in a circle: some remain however often those are taken away that depend on no other. */
    boolean hasCircle() {
        Map<String, Work> left = new LinkedHashMap<>(tasks);
        boolean taken = true;
        while (taken) {
            Set<String> made = left.values().stream()
                    .flatMap(task -> task.outputs().stream())
                    .collect(Collectors.toSet());
            taken = left.values()
                    .removeIf(
                            task -> task.inputs().values().stream().noneMatch(input -> made.contains(input.dataset())));
        }
        return !left.isEmpty();
    }

    /** Whether every task reads and makes something, all of that is declared, and nothing is made twice. */
    boolean isComplete() {
        List<String> outputs =
                tasks.values().stream().flatMap(task -> task.outputs().stream()).toList();
        return Set.copyOf(outputs).size() == outputs.size()
                && datasets.keySet().containsAll(outputs)
                && tasks.values().stream()
                        .allMatch(task -> !task.outputs().isEmpty()
                                && !task.inputs().isEmpty()
                                && task.inputs().values().stream()
                                        .allMatch(input -> datasets.containsKey(input.dataset())));
    }

    boolean isProduced(String dataset) {
        return tasks.values().stream().anyMatch(task -> task.outputs().contains(dataset));
    }

    boolean isRead(String dataset) {
        return tasks.values().stream()
                .anyMatch(task -> task.inputs().values().stream()
                        .anyMatch(input -> input.dataset().equals(dataset)));
    }

    /** The datasets that tasks read and none makes. */
    List<String> external() {
        return datasets.keySet().stream()
                .filter(dataset -> isRead(dataset) && !isProduced(dataset))
                .toList();
    }

    List<String> produced() {
        return datasets.keySet().stream().filter(this::isProduced).toList();
    }

    Layout layout(String dataset) {
        return parsed(datasets.get(dataset).layout());
    }

    /** The layout of this text, which is parsed once for all stories. */
    static Layout parsed(String layout) {
        return LAYOUTS.computeIfAbsent(layout, Layout::parse);
    }

    /** Another name for a dataset, wherever it occurs. */
    void rename(String from, String to) {
        Data data = datasets.remove(from);
        datasets.put(to, data);
        for (Work task : tasks.values()) {
            task.outputs().replaceAll(output -> output.equals(from) ? to : output);
            task.inputs()
                    .replaceAll((_, input) -> input.dataset().equals(from)
                            ? new InputSpec(
                                    input.name(),
                                    to,
                                    input.optional(),
                                    input.window(),
                                    input.offset(),
                                    input.expect(),
                                    input.minimum(),
                                    input.deadline(),
                                    input.pace())
                            : input);
        }
    }

    /** The definition; one that cannot be planned is refused by the planner only. */
    WorkflowDefinition build(WorkflowRef workflow, int version) {
        Map<String, DatasetSpec> datasetSpecs = new LinkedHashMap<>();
        datasets.forEach((name, data) -> datasetSpecs.put(
                name,
                new DatasetSpec(
                        name,
                        data.path(),
                        parsed(data.layout()),
                        WatchSpec.DEFAULT,
                        null,
                        data.keepsDeleted() ? DatasetSpec.Deletions.IGNORE : DatasetSpec.Deletions.PROPAGATE,
                        List.of(),
                        null)));
        Map<String, TaskSpec> taskSpecs = new LinkedHashMap<>();
        Map<String, Fingerprint> code = new LinkedHashMap<>();
        tasks.forEach((name, task) -> {
            taskSpecs.put(name, spec(name, task));
            code.put(name, Sha256.of("code" + task.code()));
        });
        Map<String, ParamSpec> params = new LinkedHashMap<>();
        params.put("p", new ParamSpec("p", paramType, param, List.of()));
        if (secondParam) {
            params.put("q", new ParamSpec("q", ParamSpec.Type.STRING, "1", List.of()));
        }
        Instant at = Specs.START.plusMillis(version * 1_000_000L);
        return WorkflowBuilder.of(workflow.workflow())
                .params(params)
                .overlap(overlap)
                .datasets(datasetSpecs)
                .tasks(taskSpecs)
                .code(code)
                .version(workflow, version, at);
    }

    private static TaskSpec spec(String name, Work task) {
        return TaskSpecBuilder.of(name)
                .inputs(task.inputs())
                .outputs(task.outputs())
                .partitionBy(task.partitionBy())
                .run(new RunSpec(null, List.of("run"), List.of(), Map.of(), ResourceSpec.DEFAULT))
                .retries(
                        task.policy().retries() == 0
                                ? RetrySpec.NONE
                                : Specs.retries(task.policy().retries()))
                .when(task.when())
                .onFailure(task.policy().onFailure())
                .onChange(task.onChange())
                .cache(task.policy().cached() ? new CacheSpec.On() : new CacheSpec.Off())
                .build();
    }
}
