package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.EdgeChange;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.WindowLookups;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who reads what: the edges, the instances that they bring into being, and how many unsettled edges each instance has.
 *
 * <p>Everything here keeps one invariant: {@link Instance#pending} is the number of unsettled edges that the instance reads.
 */
public final class DependencyGraph {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final EdgePort edges;
    private final DeferredWork agenda;
    private final InstanceCreation creation;
    private final WindowLookups lookups;
    /** How many readers are notified in one decision, not counting those that follow from keys. */
    private final int fanOut;

    private int notified;

    public <P extends ModelPort & InstancePort & EdgePort & BudgetPort> DependencyGraph(
            P ports, DeferredWork agenda, InstanceCreation creation) {
        this.model = ports.model();
        this.instances = ports;
        this.edges = ports;
        this.agenda = agenda;
        this.creation = creation;
        this.lookups = ports.lookups();
        this.fanOut = ports.limits().fanOut();
    }

    /** What an input sees of a partition, or will see when a change that waits for a later step is made; null: there is none. */
    @Nullable
    public Edge edge(InputModel input, PartitionKey partition) {
        DeferredEdgeChange waiting = waiting(input, partition);
        return waiting == null ? edges.edgeRows().get(input.rows(input.keyOf(partition)) + partition) : waiting.next();
    }

    /** Each partition has as many readers as a window has keys: the change that waits because there were too many. */
    private @Nullable DeferredEdgeChange waiting(InputModel input, PartitionKey partition) {
        return input.isWindowed() ? agenda.edgeChanges().find(input, partition) : null;
    }

    /**
     * Sets what an input sees of a partition; null: there is none. Readers learn whether the content changed and how much is
     * unsettled; instances that the partition defines are created. If there are too many readers, that is left to the agenda, and so is
     * the change itself if windows have already made this decision look at very many.
     *
     * @param follow what then is to be done with them; asked only if it is
     * @return the instances that read the partition and have been notified, new ones included
     */
    public List<InstanceId> change(
            InputModel input, PartitionKey partition, @Nullable Edge next, Supplier<ReaderReaction> follow) {
        if (isDeferred(input, partition)) {
            defer(input, partition, next, follow.get(), false);
            return new ArrayList<>();
        }
        return changeNow(input, partition, next, follow);
    }

    private boolean isDeferred(InputModel input, PartitionKey partition) {
        return input.isWindowed() && (lookups.isSpent() || waiting(input, partition) != null);
    }

    private void defer(
            InputModel input, PartitionKey partition, @Nullable Edge next, ReaderReaction follow, boolean marked) {
        agenda.add(new DeferredEdgeChange(
                new DeferredEdgeChange.Place(input.task(), input.name(), partition), next, follow, marked));
    }

    /** As {@link #change}, however much has been looked at. */
    public List<InstanceId> changeNow(
            InputModel input, PartitionKey partition, @Nullable Edge next, Supplier<ReaderReaction> follow) {
        PartitionKey key = input.keyOf(partition);
        String row = input.rows(key) + partition;
        Edge before = edges.edgeRows().get(row);
        List<InstanceId> readers = readers(input, key, allowance());
        // Where the readers follow from the key there are few of them, and no rows to go through.
        if (!input.determining() && readers.size() > allowance()) {
            notifyLater(input, new EdgeChange(partition, before, next), follow.get());
            readers = new ArrayList<>();
        } else if (!input.determining()) {
            notified += readers.size();
        }
        if (Objects.equals(before, next)) {
            return readers;
        }
        if (next == null) {
            edges.edgeRows().delete(row);
        } else {
            edges.edgeRows().put(row, next);
        }
        readers.forEach(reader -> notifyReader(reader, before, next));
        if (before == null) {
            readers.addAll(define(input, partition, follow));
        }
        return readers;
    }

    private void notifyLater(InputModel input, EdgeChange change, ReaderReaction follow) {
        for (PartitionKey reading : input.readersOf(input.keyOf(change.partition()))) {
            agenda.add(new Continuation.NotifyReaders(input.task(), input.name(), reading, change, follow, ""));
        }
    }

    /** Lets a reader know that a partition changed. */
    public void notifyReader(InstanceId reader, @Nullable Edge before, @Nullable Edge next) {
        if (Objects.equals(before, next)) {
            return;
        }
        Instance instance = instances.require(reader);
        // What is no longer expected may be what brought the reader into being.
        boolean content = next == null || !Objects.equals(Edge.fingerprintOf(before), next.fingerprint());
        // An attempt that was launched before its input went bad must not settle as if nothing were the matter.
        boolean spoilt = instance.attempt() != null && next != null && next.upstream() == Upstream.BAD;
        if (content || spoilt) {
            instance = instance.with(instance.dirt().withInput());
        }
        int more = Edge.unsettled(next) - Edge.unsettled(before);
        if (more != 0) {
            instance = instance.withCounts(instance.pending() + more, instance.holds());
        }
        instances.put(reader, instance);
    }

    /** The existing instances that read the partitions of a key; if there are more than are notified at once, not all of them. */
    private List<InstanceId> readers(InputModel input, PartitionKey key, int most) {
        List<InstanceId> readers = new ArrayList<>();
        List<PartitionKey> keys = input.readersOf(key);
        lookups.count(keys.size());
        for (PartitionKey reading : keys) {
            if (input.determining()) {
                InstanceId reader = new InstanceId(input.task(), reading);
                if (instances.instance(reader) != null) {
                    readers.add(reader);
                }
            } else {
                edges.readerRows().scan(input.rows(reading), (row, _) -> {
                    readers.add(new InstanceId(input.task(), PartitionKey.parse(Keys.last(row))));
                    return readers.size() <= most;
                });
            }
        }
        return readers;
    }

    /** Lets the readers of a partition be looked at, whatever else they know of it. If there are too many, that is left to the agenda. */
    public void look(InputModel input, PartitionKey partition) {
        if (isDeferred(input, partition)) {
            defer(input, partition, edge(input, partition), ReaderReaction.EVALUATE, true);
        } else {
            lookNow(input, partition);
        }
    }

    /** As {@link #look}, however much has been looked at. */
    public void lookNow(InputModel input, PartitionKey partition) {
        PartitionKey key = input.keyOf(partition);
        List<InstanceId> readers = readers(input, key, allowance());
        if (!input.determining() && readers.size() > allowance()) {
            for (PartitionKey reading : input.readersOf(key)) {
                agenda.add(new Continuation.Marking(input.task(), input.name(), reading, ""));
            }
            return;
        }
        notified += readers.size();
        readers.forEach(this::mark);
    }

    /** Has an instance looked at when it is evaluated next. */
    public void mark(InstanceId reader) {
        Instance instance = instances.require(reader);
        instances.put(reader, instance.with(instance.dirt().withInput()));
    }

    /** How many more readers may be notified in this decision. */
    private int allowance() {
        return Math.max(0, fanOut - notified);
    }

    /**
     * Creates the instances that a partition defines and that do not exist. If there may be too many, that is left to the agenda.
     *
     * @param follow what then is to be done with them; asked only if it is
     */
    public List<InstanceId> define(InputModel input, PartitionKey partition, Supplier<ReaderReaction> follow) {
        TaskModel task = model.requireTask(input.task());
        if (!task.definers().contains(input)) {
            return List.of();
        }
        PartitionKey key = input.keyOf(partition);
        if (input.determining()) {
            return createMissing(task, input.reach().lastReaderOf(input.key(), key));
        }
        Join join = new Join(edges, task);
        int most = Math.min(allowance(), lookups.room(task.windowKeys()));
        Optional<List<PartitionKey>> joined = join.through(input, key, most);
        if (joined.isEmpty()) {
            agenda.add(join.inSteps(input, key, follow.get()));
            return List.of();
        }
        notified += joined.get().size();
        return createMissing(task, joined.get());
    }

    /** Creates those instances that do not exist; returns them. */
    public List<InstanceId> createMissing(TaskModel task, List<PartitionKey> partitions) {
        return creation.createMissing(task, partitions);
    }
}
