package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.action.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says what must be there when nothing is left to do, by rebuilding everything from the files: no counts, no edges, every
 * partition compared with every instance. An instance that lacks an input or whose condition is false has no outputs, and one that no
 * input defines any more is as if it were not there.
 */
final class Oracle {
    private final World world;
    private final WorkflowDefinition definition;
    private final WorkflowSpec spec;
    private final WorkflowModel model;
    private final Map<String, NavigableMap<PartitionKey, Fingerprint>> datasets = new HashMap<>();
    /** By dataset, what there is or its task is expected to make. */
    private final Map<String, Set<PartitionKey>> expected = new HashMap<>();
    /** By dataset, the instances that may write any number of its partitions. */
    private final Map<String, Set<PartitionKey>> fanOuts = new HashMap<>();

    Oracle(World world) {
        this.world = world;
        this.definition = world.definition;
        this.spec = definition.spec();
        this.model = WorkflowModel.of(definition);
    }

    /** Compares the state of the world with a full rebuild. */
    void check() {
        world.files.forEach((dataset, files) ->
                files.forEach((partition, version) -> dataset(dataset).put(partition, version.fingerprint())));
        List<String> done = new ArrayList<>();
        while (done.size() < spec.tasks().size()) {
            for (TaskSpec task : spec.tasks().values()) {
                boolean next = !done.contains(task.name())
                        && task.inputs().values().stream()
                                .allMatch(input -> spec.producer(input.dataset())
                                        .map(producer ->
                                                producer.name().equals(task.name()) || done.contains(producer.name()))
                                        .orElse(true));
                if (next) {
                    rebuild(task);
                    done.add(task.name());
                }
            }
        }
    }

    private NavigableMap<PartitionKey, Fingerprint> dataset(String name) {
        return datasets.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    private void rebuild(TaskSpec task) {
        List<Dimension> dimensions = spec.taskDimensions(task);
        for (PartitionKey candidate : candidates(task, dimensions)) {
            assertNotNull(world.instance(task.name(), candidate), () -> task.name() + "/" + candidate + " is missing");
        }
        Set<PartitionKey> defined = new HashSet<>(candidates(task, dimensions));
        Map<String, Instance> instances = world.instances();
        instances.keySet().stream()
                .map(InstanceId::parse)
                .filter(id -> id.task().equals(task.name()))
                // A chain over time is made from its beginning.
                .sorted(Comparator.comparing(id -> id.partition().value("date").orElse("")))
                .forEach(id -> {
                    assertTrue(defined.contains(id.partition()), id.key() + " came and went, but is not forgotten");
                    rebuild(task, id.partition(), instances.get(id.key()));
                });
    }

    private void rebuild(TaskSpec task, PartitionKey partition, Instance instance) {
        String name = task.name() + "/" + partition;
        Map<String, NavigableMap<String, Fingerprint>> inputs = new LinkedHashMap<>();
        boolean missing = false;
        for (InputSpec input : task.inputs().values()) {
            NavigableMap<String, Fingerprint> read = new TreeMap<>();
            List<PartitionKey> latest = new ArrayList<>();
            InputSpec unwindowed = new InputSpec(
                    input.name(),
                    input.dataset(),
                    false,
                    Map.of(),
                    input.offset(),
                    Map.of(),
                    null,
                    null,
                    PaceSpec.AT_ONCE);
            dataset(input.dataset()).forEach((there, fingerprint) -> {
                if (NaiveJoin.joins(input, partition, there, spec.taskDimensions(task), dimensions(input))) {
                    read.put(there.toString(), fingerprint);
                }
                if (NaiveJoin.joins(unwindowed, partition, there, spec.taskDimensions(task), dimensions(input))) {
                    latest.add(there);
                }
            });
            missing |= !NaiveJoin.isEnough(
                    input, read.keySet().stream().map(PartitionKey::parse).toList(), latest);
            inputs.put(input.name(), read);
        }
        NavigableMap<String, Fingerprint> has = outputs(task, partition);
        expect(task, partition);
        if (missing) {
            assertEquals(InstanceState.WAITING, instance.state(), name);
            assertEquals(Map.of(), has, "outputs of " + name);
        } else if (task.when() != null && partition.value("site").orElse("").equals("b")) {
            // The only condition that stories have.
            assertEquals(InstanceState.SKIPPED, instance.state(), name);
            assertEquals(Map.of(), has, "outputs of " + name);
        } else {
            assertTrue(
                    instance.state() == InstanceState.SUCCEEDED || instance.state() == InstanceState.SKIPPED,
                    name + " is " + instance.state());
            Fingerprint key = actionKey(task, partition, inputs);
            assertEquals(key, instance.lastKey(), "action key of " + name);
            NavigableMap<String, Fingerprint> should = new TreeMap<>();
            for (OutputPartition made : FakeExecutor.outputs(task.name(), partition, key, layouts(task))) {
                should.put(
                        made.dataset().dataset() + "|" + made.partition(),
                        made.version().fingerprint());
            }
            assertEquals(should, has, "outputs of " + name);
        }
        has.forEach((row, fingerprint) -> dataset(row.substring(0, row.indexOf('|')))
                .put(PartitionKey.parse(row.substring(row.indexOf('|') + 1)), fingerprint));
    }

    private void expect(TaskSpec task, PartitionKey partition) {
        for (String output : task.outputs().keySet()) {
            List<Dimension> dimensions = spec.layout(output).dimensions();
            boolean says = dimensions.stream()
                    .allMatch(dimension -> spec.taskDimensions(task).stream().anyMatch(dimension::isDeterminedBy));
            if (says) {
                expected(output).add(partition.project(dimensions));
            } else {
                fanOuts.computeIfAbsent(output, _ -> new TreeSet<>()).add(partition);
            }
        }
    }

    private Set<PartitionKey> expected(String dataset) {
        return expected.computeIfAbsent(dataset, _ -> new TreeSet<>());
    }

    /** What defines instances: what there is, what is expected, and where it is known who will read it, what may come of a fan-out. */
    private Set<PartitionKey> defining(InputSpec input, List<Dimension> reader) {
        String dataset = input.dataset();
        Set<PartitionKey> defining = new TreeSet<>(dataset(dataset).keySet());
        defining.addAll(expected(dataset));
        List<String> shared = dimensions(input).stream()
                .map(Dimension::name)
                .filter(name -> reader.stream().anyMatch(mine -> mine.name().equals(name)))
                .toList();
        fanOuts.getOrDefault(dataset, Set.of()).stream()
                .filter(writer ->
                        shared.stream().allMatch(name -> writer.value(name).isPresent()))
                .forEach(defining::add);
        return defining;
    }

    private Fingerprint actionKey(
            TaskSpec task, PartitionKey partition, Map<String, NavigableMap<String, Fingerprint>> inputs) {
        Map<String, String> layouts = new LinkedHashMap<>();
        task.outputs()
                .keySet()
                .forEach(output -> layouts.put(output, spec.layout(output).toString()));
        Fingerprint manifest = definition.code().get(task.name());
        Map<String, ActionKey.Content> contents = new LinkedHashMap<>();
        inputs.forEach((name, read) -> contents.put(
                name, NaiveLists.content(model.input(task.name(), name).orElseThrow(), read, world.bounds())));
        return ActionKey.of(ActionKey.code(manifest, task.run(), task.params(), layouts), partition, contents);
    }

    private NavigableMap<String, Fingerprint> outputs(TaskSpec task, PartitionKey partition) {
        NavigableMap<String, Fingerprint> outputs = new TreeMap<>();
        String prefix = Keys.prefix(world.workflow, task.name(), partition);
        world.tables.outputs().scan(prefix, (row, version) -> {
            outputs.put(row.substring(prefix.length()), version.fingerprint());
            return true;
        });
        return outputs;
    }

    private Map<DatasetRef, Layout> layouts(TaskSpec task) {
        Map<DatasetRef, Layout> layouts = new LinkedHashMap<>();
        task.outputs().keySet().forEach(output -> layouts.put(new DatasetRef("prod", output), spec.layout(output)));
        return layouts;
    }

    private List<Dimension> dimensions(InputSpec input) {
        return spec.layout(input.dataset()).dimensions();
    }

    private List<PartitionKey> candidates(TaskSpec task, List<Dimension> dimensions) {
        List<InputSpec> others = task.inputs().values().stream()
                .filter(input -> !task.outputs().containsKey(input.dataset()))
                .toList();
        List<InputSpec> own = others.stream()
                .filter(input -> dimensions.stream()
                        .noneMatch(dimension -> input.offset().containsKey(dimension.name())))
                .toList();
        List<InputSpec> full = saying(dimensions, own);
        List<PartitionKey> candidates = new ArrayList<>();
        if (!full.isEmpty()) {
            for (InputSpec input : full) {
                defining(input, dimensions).forEach(partition -> candidates.add(partition.project(dimensions)));
            }
            return candidates;
        }
        List<InputSpec> together = own.stream()
                .filter(input -> dimensions.stream()
                        .anyMatch(dimension -> dimensions(input).stream().anyMatch(dimension::isDeterminedBy)))
                .toList();
        boolean complete = dimensions.stream()
                .allMatch(dimension -> together.stream()
                        .anyMatch(input -> dimensions(input).stream().anyMatch(dimension::isDeterminedBy)));
        if (!complete) {
            return dayAfter(dimensions, others);
        }
        join(dimensions, together, new LinkedHashMap<>(), candidates);
        candidates.removeIf(candidate -> !together.stream()
                .allMatch(input -> defining(input, dimensions).stream()
                        .anyMatch(partition -> NaiveJoin.joins(
                                InputSpec.of(input.dataset()), candidate, partition, dimensions, dimensions(input)))));
        return candidates;
    }

    /** The inputs that say all dimensions; of these the required ones, if there are any. */
    private List<InputSpec> saying(List<Dimension> dimensions, List<InputSpec> inputs) {
        List<InputSpec> full = inputs.stream()
                .filter(input -> dimensions.stream()
                        .allMatch(dimension -> dimensions(input).stream().anyMatch(dimension::isDeterminedBy)))
                .toList();
        List<InputSpec> required =
                full.stream().filter(input -> !input.optional()).toList();
        return required.isEmpty() ? full : required;
    }

    /** Where all inputs are of earlier times: for each partition there is the instance for which it is the latest. */
    private List<PartitionKey> dayAfter(List<Dimension> dimensions, List<InputSpec> inputs) {
        List<InputSpec> full = saying(dimensions, inputs);
        List<PartitionKey> candidates = new ArrayList<>();
        for (InputSpec input : full) {
            for (PartitionKey partition : defining(input, dimensions)) {
                Map<String, String> values = new LinkedHashMap<>();
                for (Dimension dimension : dimensions) {
                    String value =
                            dimension.project(partition.value(dimension.name()).orElseThrow());
                    Integer offset = input.offset().get(dimension.name());
                    values.put(dimension.name(), offset == null ? value : later(dimension, value, -offset));
                }
                candidates.add(PartitionKey.of(values));
            }
        }
        return candidates;
    }

    private static String later(Dimension dimension, String value, int intervals) {
        return dimension.granularity().shift(value, intervals).orElseThrow();
    }

    private void join(
            List<Dimension> dimensions,
            List<InputSpec> inputs,
            Map<String, String> bound,
            List<PartitionKey> candidates) {
        if (inputs.isEmpty()) {
            if (bound.size() == dimensions.size()) {
                Map<String, String> ordered = new LinkedHashMap<>();
                dimensions.forEach(dimension -> ordered.put(dimension.name(), bound.get(dimension.name())));
                candidates.add(PartitionKey.of(ordered));
            }
            return;
        }
        InputSpec first = inputs.getFirst();
        for (PartitionKey partition : defining(first, dimensions)) {
            Map<String, String> next = new LinkedHashMap<>(bound);
            boolean agrees = true;
            for (Dimension dimension : dimensions) {
                if (dimensions(first).stream().anyMatch(dimension::isDeterminedBy)) {
                    String value =
                            dimension.project(partition.value(dimension.name()).orElseThrow());
                    String before = next.put(dimension.name(), value);
                    agrees &= before == null || before.equals(value);
                }
            }
            if (agrees) {
                join(dimensions, inputs.subList(1, inputs.size()), next, candidates);
            }
        }
    }
}
