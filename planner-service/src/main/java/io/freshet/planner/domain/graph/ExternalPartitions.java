package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.ExternalDataset;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ForeignPartitions;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records what there is of datasets from outside, and lets their readers know. */
public final class ExternalPartitions {
    private final WorkflowModel model;
    private final Table<PartitionVersion> rows;
    private final ForeignPartitions foreign;
    private final DependencyGraph graph;
    private final Holds holds;

    public <P extends ModelPort & DatasetPort> ExternalPartitions(P ports, DependencyGraph graph, Holds holds) {
        this.model = ports.model();
        this.rows = ports.partitionRows();
        this.foreign = new ForeignPartitions(rows);
        this.graph = graph;
        this.holds = holds;
    }

    /** Unsettles readers, in the order of their partitions. */
    public void unsettle(Collection<InstanceId> readers, Supplier<ReaderReaction> reaction) {
        for (InstanceId reader : holds.inOrder(readers)) {
            ReaderReaction next = reaction.get();
            holds.invalidate(next.scope(), reader, next.runs());
        }
    }

    /**
     * Records a partition; null: it does not exist.
     *
     * @param reaction what becomes of readers that are notified later; asked only if there are any
     * @return the readers that have been notified
     */
    public List<InstanceId> record(
            ExternalDataset dataset,
            PartitionKey partition,
            @Nullable PartitionVersion after,
            Supplier<ReaderReaction> reaction) {
        DatasetRef ref = dataset.dataset();
        String row = ForeignPartitions.row(ref.dataset(), partition);
        if (isSame(rows.get(row), after) || (after == null && model.keepsDeleted(ref))) {
            return List.of();
        }
        if (after == null) {
            rows.delete(row);
        } else {
            rows.put(row, after);
        }
        // What does not fit the layout is known all the same: the layout may become another.
        return Partitions.fit(dataset.dimensions(), partition)
                ? notifyReaders(dataset, partition, after, reaction)
                : List.of();
    }

    /**
     * The instances that read a partition, which is as it was.
     *
     * @param reaction as of {@link #record}
     */
    public List<InstanceId> readers(
            ExternalDataset dataset, PartitionKey partition, Supplier<ReaderReaction> reaction) {
        if (!Partitions.fit(dataset.dimensions(), partition)) {
            return List.of();
        }
        PartitionKey seen = partition.project(dataset.dimensions());
        List<InstanceId> readers = new ArrayList<>();
        for (InputModel input : dataset.inputs()) {
            readers.addAll(graph.change(input, seen, graph.edge(input, seen), reaction));
        }
        return readers;
    }

    private static boolean isSame(@Nullable PartitionVersion before, @Nullable PartitionVersion after) {
        return before == null
                ? after == null
                : after != null && before.fingerprint().equals(after.fingerprint());
    }

    private List<InstanceId> notifyReaders(
            ExternalDataset dataset,
            PartitionKey partition,
            @Nullable PartitionVersion after,
            Supplier<ReaderReaction> reaction) {
        PartitionKey seen = partition.project(dataset.dimensions());
        boolean counts = after != null && partition.equals(seen);
        PartitionVersion version =
                counts ? after : foreign.version(dataset.dataset().dataset(), seen);
        Edge next = version == null ? null : new Edge(version.fingerprint(), Upstream.SETTLED);
        List<InstanceId> readers = new ArrayList<>();
        for (InputModel input : dataset.inputs()) {
            if (counts || !Objects.equals(next, graph.edge(input, seen))) {
                readers.addAll(graph.change(input, seen, next, reaction));
            }
        }
        return readers;
    }
}
