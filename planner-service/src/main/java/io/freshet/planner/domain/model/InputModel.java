package io.freshet.planner.domain.model;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionJoin;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one input of a task joins the task's partitions: partition and instance belong together if they project onto the same key.
 *
 * @param dimensions of the dataset
 * @param key the shared dimensions in the task's order, each as coarse as the coarser side has it
 * @param reach which keys before its own an instance reads
 * @param demand what must be there
 * @param determining whether the key says which instance it is: each partition has at most one reader
 * @param pace how changes are gathered before they make an instance run
 * @param producer the task of the same workflow that makes the dataset; null if it comes from outside
 */
public record InputModel(
        String task,
        String name,
        DatasetRef dataset,
        String path,
        List<Dimension> dimensions,
        List<Dimension> key,
        boolean determining,
        InputWindow reach,
        InputRequirement demand,
        PaceSpec pace,
        @Nullable String producer) {

    static InputModel of(
            WorkflowDefinition definition, TaskSpec task, List<Dimension> taskDimensions, InputSpec input) {
        WorkflowSpec workflow = definition.spec();
        List<Dimension> dimensions = workflow.layout(input.dataset()).dimensions();
        PartitionJoin join = PartitionJoin.of(taskDimensions, dimensions, input.window(), input.offset());
        return new InputModel(
                task.name(),
                input.name(),
                definition.dataset(input.dataset()),
                workflow.dataset(input.dataset()).path(),
                dimensions,
                join.key(),
                join.key().equals(taskDimensions),
                InputWindow.of(join),
                InputRequirement.of(input),
                input.pace(),
                workflow.producer(input.dataset()).map(TaskSpec::name).orElse(null));
    }

    /** The key of a partition of the dataset, or of an instance of the task. */
    public PartitionKey keyOf(PartitionKey partitionOrInstance) {
        return partitionOrInstance.project(key);
    }

    /** The keys of the partitions that an instance reads, the latest last. */
    public List<PartitionKey> keysReadBy(PartitionKey instance) {
        return reach.readBy(key, keyOf(instance));
    }

    /** The latest key that an instance reads; empty if there is no such time. */
    public List<PartitionKey> lastKeyReadBy(PartitionKey instance) {
        return reach.lastReadBy(key, keyOf(instance));
    }

    /** Whether an instance reads the partitions of more than one key, and a key has more than one instance that reads it. */
    public boolean isWindowed() {
        return reach.keys() > 1;
    }

    /** The keys, as of {@link #keyOf}, of the instances that read the partitions of a key. */
    public List<PartitionKey> readersOf(PartitionKey keyValue) {
        return reach.readersOf(key, keyValue);
    }

    /** Whether it reads what its own task made before. */
    public boolean isChain() {
        return task.equals(producer);
    }

    /** Whether the partition of an instance that writes the dataset says, without any of what it writes, who reads that. */
    public boolean joinsInstancesOf(List<Dimension> writer) {
        return key.stream().allMatch(dimension -> writer.stream().anyMatch(dimension::isDeterminedBy));
    }

    /** Whether a key is a partition: an instance reads one partition of each key at the most. */
    public boolean isSingle() {
        return key.size() == dimensions.size() && key.containsAll(dimensions);
    }

    /** The row of the only partition of a key; see {@link #isSingle}. */
    public String singleRow(PartitionKey keyValue) {
        return rows(keyValue) + keyValue.project(dimensions);
    }

    /** Where its rows are in the tables of edges and readers. */
    public String rows() {
        return task + Keys.SEPARATOR + name + Keys.SEPARATOR;
    }

    public String rows(PartitionKey keyValue) {
        return rows() + keyValue + Keys.SEPARATOR;
    }

    /** Whether instances read the same as through the other, and need as much of it; if not, all its edges are made anew. */
    public boolean joinsLike(InputModel other) {
        return dataset.equals(other.dataset)
                && dimensions.equals(other.dimensions)
                && key.equals(other.key)
                && reach.equals(other.reach)
                && demand.equals(other.demand)
                && java.util.Objects.equals(producer, other.producer);
    }
}
