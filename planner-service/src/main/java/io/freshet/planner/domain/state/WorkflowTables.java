package io.freshet.planner.domain.state;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.ScopedTable;
import io.freshet.planner.domain.table.Table;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The tables of one workflow during one decision. */
public final class WorkflowTables {
    public final Table<PartitionVersion> partitions;
    public final Table<PartitionVersion> outputs;
    public final OutputParts outputParts;
    public final Table<Results> results;
    public final Table<Edge> edges;
    public final UnsettledEdges unsettled;
    public final PartitionLists lists;
    public final Table<String> readers;
    public final Table<Instance> instances;
    public final Table<Run> runs;
    public final Table<String> members;
    public final Table<String> holds;
    public final WorkflowMetadata metadata;
    public final Table<Continuation> continuations;
    public final Table<Event> inbox;
    private final Table<OutputsListed> outputPartRows;
    private final Table<ListedChunk> listRows;

    public WorkflowTables(Tables tables, WorkflowRef workflow) {
        String scope = Keys.prefix(workflow);
        partitions = new ScopedTable<>(tables.partitions(), scope);
        outputs = new ScopedTable<>(tables.outputs(), scope);
        outputPartRows = new ScopedTable<>(tables.outputParts(), scope);
        results = new ScopedTable<>(tables.results(), scope);
        readers = new ScopedTable<>(tables.readers(), scope);
        instances = new ScopedTable<>(tables.instances(), scope);
        runs = new ScopedTable<>(tables.runs(), scope);
        members = new ScopedTable<>(tables.members(), scope);
        holds = new ScopedTable<>(tables.holds(), scope);
        metadata = WorkflowMetadata.of(new ScopedTable<>(tables.metadata(), scope));
        outputParts = new OutputParts(outputPartRows, metadata.instances().listedOutputs());
        listRows = new ScopedTable<>(tables.lists(), scope);
        lists = new PartitionLists(listRows, metadata.instances().listedEdges());
        unsettled = new UnsettledEdges(
                new ScopedTable<>(tables.edges(), scope), metadata.instances().unsettledCounts());
        edges = new ListedEdges(unsettled, lists);
        continuations = new ScopedTable<>(tables.continuations(), scope);
        inbox = new ScopedTable<>(tables.inbox(), scope);
    }

    @Nullable
    public Instance instance(InstanceId id) {
        return instances.get(id.key());
    }

    /**
     * @throws IllegalStateException if there is none: the caller knows of it from a row
     */
    public Instance require(InstanceId id) {
        Instance instance = instances.get(id.key());
        if (instance == null) {
            throw new IllegalStateException("no instance " + id);
        }
        return instance;
    }

    public void put(InstanceId id, Instance instance) {
        String row = id.key();
        count(instances.get(row), instance);
        instances.put(row, instance);
    }

    public void delete(InstanceId id) {
        String row = id.key();
        count(instances.get(row), null);
        instances.delete(row);
        outputParts.forget(id);
    }

    /** How many instances wait for an attempt. */
    public int inFlight() {
        return metadata.instances().inFlight().get();
    }

    private void count(@Nullable Instance before, @Nullable Instance after) {
        boolean launched = after != null && after.attempt() != null;
        if (launched != (before != null && before.attempt() != null)) {
            metadata.instances().inFlight().add(launched ? 1 : -1);
        }
    }

    /** Visits what an input has under a key, partition and edge, until the visitor says false. */
    public void edgesWhile(InputModel input, PartitionKey key, BiPredicate<String, Edge> visitor) {
        if (input.isSingle()) {
            String row = input.singleRow(key);
            Edge edge = edges.get(row);
            if (edge != null) {
                var _ = visitor.test(Keys.last(row), edge);
            }
        } else {
            edges.scan(input.rows(key), (row, edge) -> visitor.test(Keys.last(row), edge));
        }
    }

    /** Whether there is anything that the instance has made, or that was handed over to it. */
    public boolean hasOutputs(InstanceId id) {
        return outputs.hasAny(Keys.prefix(id.key()));
    }

    /** Whether an input has anything under a key. */
    public boolean hasEdges(InputModel input, PartitionKey key) {
        return edges.hasAny(input.rows(key));
    }

    public Table<?> rows(Rows which) {
        return switch (which) {
            case PARTITIONS -> partitions;
            case OUTPUTS -> outputs;
            case OUTPUT_PARTS -> outputPartRows;
            case RESULTS -> results;
            // Their lists are cleared before, and to look for each where there is none any more is what takes long.
            case EDGES -> unsettled;
            case LISTS -> listRows;
            case READERS -> readers;
            case MEMBERS -> members;
            case HOLDS -> holds;
            case METADATA -> metadata.rows();
            case CONTINUATIONS -> continuations;
        };
    }

    /** Deletes a row, unless the removal of the workflow itself is written in it. */
    public void clear(Rows which, String row) {
        if (which != Rows.METADATA || !WorkflowMetadata.outlivesRemoval(row)) {
            rows(which).delete(row);
        }
    }
}
