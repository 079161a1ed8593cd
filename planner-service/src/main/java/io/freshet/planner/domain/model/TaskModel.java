package io.freshet.planner.domain.model;

import io.freshet.contracts.action.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as planning needs it.
 *
 * @param definers the inputs whose partitions say which instances there are: one that alone determines them, or all that do so
 *     together; empty if only a request can say
 * @param condition null if its instances run whenever they can
 * @param limits on how many of its attempts run at once
 * @param manifest of the code files
 * @param code the hash of what runs, see {@link ActionKey#code}
 */
public record TaskModel(
        TaskSpec spec,
        List<Dimension> dimensions,
        List<InputModel> inputs,
        List<OutputModel> outputs,
        List<InputModel> definers,
        Map<String, String> params,
        @Nullable TaskCondition condition,
        TaskLimits limits,
        Fingerprint manifest,
        Fingerprint code) {

    private static final FailureSpec NO_POLICY = new FailureSpec(null, false, false);

    static TaskModel of(WorkflowDefinition definition, TaskSpec task) {
        return of(definition, task, Map.of());
    }

    /**
     * @param given values of workflow parameters instead of their defaults
     */
    public static TaskModel of(WorkflowDefinition definition, TaskSpec task, Map<String, String> given) {
        WorkflowSpec workflow = definition.spec();
        String namespace = definition.workflow().namespace();
        List<Dimension> dimensions = workflow.taskDimensions(task);
        List<InputModel> inputs = task.inputs().values().stream()
                .map(input -> InputModel.of(definition, task, dimensions, input))
                .toList();
        List<OutputModel> outputs = task.outputs().values().stream()
                .map(output -> OutputModel.of(workflow, namespace, dimensions, output))
                .toList();
        Fingerprint manifest = definition.code().get(task.name());
        if (manifest == null) {
            throw new IllegalArgumentException("the definition names no code for task '%s'".formatted(task.name()));
        }
        Map<String, String> params = params(workflow, task, given);
        Map<String, String> layouts = new LinkedHashMap<>();
        outputs.forEach(output -> layouts.put(output.dataset().dataset(), output.layout()));
        return new TaskModel(
                task,
                dimensions,
                inputs,
                outputs,
                definers(dimensions, inputs),
                params,
                TaskCondition.of(definition, task, params),
                TaskLimits.of(workflow, task, dimensions),
                manifest,
                ActionKey.code(manifest, task.run(), params, layouts));
    }

    public String name() {
        return spec.name();
    }

    /** How many attempts may run at once of those that have something in common with an instance's. */
    public List<ConcurrencyLimit> limits(PartitionKey partition) {
        return limits.of(partition);
    }

    /** How many keys an instance reads because inputs have windows; 1 if none has. */
    public long windowKeys() {
        return 1 + inputs.stream().mapToLong(input -> input.reach().keys() - 1).sum();
    }

    /** Whether it reads what tasks of the same workflow make, itself included. */
    public boolean readsOtherTasks() {
        return inputs.stream().anyMatch(input -> input.producer() != null);
    }

    /** Whether changes of an input may have to wait before they make an instance run. */
    public boolean isPaced() {
        return inputs.stream().anyMatch(input -> !input.pace().equals(PaceSpec.AT_ONCE));
    }

    /** What is to be done when all retries are spent. */
    public FailureSpec onFailure() {
        FailureSpec policy = spec.onFailure();
        return policy == null ? NO_POLICY : policy;
    }

    /** Whether the instance has failed in a way that its readers need not care about. */
    public boolean allows(Instance instance) {
        return instance.settled()
                && instance.state() == InstanceState.FAILED
                && onFailure().allow();
    }

    /** How readers of its outputs see an instance. */
    public Upstream upstream(Instance instance) {
        return allows(instance) ? Upstream.SETTLED : instance.upstream();
    }

    /** Whether the partition has exactly the task's dimensions, with values of their kinds. */
    public boolean fits(PartitionKey partition) {
        return Partitions.fit(dimensions, partition);
    }

    /** Whether an output partition is one that the instance may write. */
    public boolean mayWrite(PartitionKey instance, OutputModel output, PartitionKey partition) {
        return Partitions.fit(output.dimensions(), partition)
                && partition.project(dimensions).equals(instance);
    }

    /** Whether instances of {@code other} are instances of this: same partitions in, same partitions out. */
    public boolean isShapedLike(TaskModel other) {
        return dimensions.equals(other.dimensions)
                && outputs.stream()
                        .map(TaskModel::shape)
                        .toList()
                        .equals(other.outputs.stream().map(TaskModel::shape).toList());
    }

    private static List<Object> shape(OutputModel output) {
        return List.of(output.dataset(), output.dimensions(), output.layout());
    }

    private static List<InputModel> definers(List<Dimension> dimensions, List<InputModel> inputs) {
        // What a task made before does not say what it is to make, and what is read of the day before, nothing of
        // today.
        List<InputModel> own = inputs.stream()
                .filter(input -> !input.isChain() && input.reach().includesOwn())
                .toList();
        List<InputModel> alone = determining(own);
        if (!alone.isEmpty()) {
            return alone;
        }
        List<InputModel> together = own.stream()
                .filter(input -> input.key().stream().anyMatch(dimensions::contains))
                .toList();
        boolean complete = dimensions.stream()
                .allMatch(dimension ->
                        together.stream().anyMatch(input -> input.key().contains(dimension)));
        return complete
                ? together
                : determining(inputs.stream().filter(input -> !input.isChain()).toList());
    }

    /** The inputs that alone say which instances there are: the required ones, if there are any. */
    private static List<InputModel> determining(List<InputModel> inputs) {
        List<InputModel> alone = inputs.stream().filter(InputModel::determining).toList();
        List<InputModel> required =
                alone.stream().filter(input -> !input.demand().optional()).toList();
        return required.isEmpty() ? alone : required;
    }

    private static Map<String, String> params(WorkflowSpec workflow, TaskSpec task, Map<String, String> given) {
        Map<String, String> params = new LinkedHashMap<>();
        for (ParamSpec param : workflow.params().values()) {
            String value = given.getOrDefault(param.name(), param.defaultValue());
            if (value != null) {
                params.put(param.name(), value);
            }
        }
        params.putAll(task.params());
        return params;
    }
}
