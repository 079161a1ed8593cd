package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.WorkflowRef;
import org.jspecify.annotations.Nullable;

/** The tables of one workflow during one decision. */
final class State {
    final ScopedTable<PartitionVersion> partitions;
    final ScopedTable<PartitionVersion> outputs;
    final ScopedTable<Edge> edges;
    final ScopedTable<String> readers;
    final ScopedTable<Instance> instances;
    final ScopedTable<Run> runs;
    final ScopedTable<String> members;
    final ScopedTable<String> holds;
    final ScopedTable<String> notes;
    private final BufferedTable<Instance> bufferedInstances;
    private final BufferedTable<Run> bufferedRuns;

    State(Tables tables, WorkflowRef workflow) {
        String scope = Keys.prefix(workflow);
        bufferedInstances = new BufferedTable<>(tables.instances());
        bufferedRuns = new BufferedTable<>(tables.runs());
        partitions = new ScopedTable<>(tables.partitions(), scope);
        outputs = new ScopedTable<>(tables.outputs(), scope);
        edges = new ScopedTable<>(tables.edges(), scope);
        readers = new ScopedTable<>(tables.readers(), scope);
        instances = new ScopedTable<>(bufferedInstances, scope);
        runs = new ScopedTable<>(bufferedRuns, scope);
        members = new ScopedTable<>(tables.members(), scope);
        holds = new ScopedTable<>(tables.holds(), scope);
        notes = new ScopedTable<>(tables.notes(), scope);
    }

    @Nullable
    Instance instance(InstanceId id) {
        return instances.get(id.key());
    }

    /**
     * @throws IllegalStateException if there is none: the caller was told of it by a row
     */
    Instance require(InstanceId id) {
        Instance instance = instances.get(id.key());
        if (instance == null) {
            throw new IllegalStateException("no instance " + id);
        }
        return instance;
    }

    void put(InstanceId id, Instance instance) {
        instances.put(id.key(), instance);
    }

    /** Writes what the decision changed. */
    void flush() {
        bufferedInstances.flush();
        bufferedRuns.flush();
    }

    /** Forgets the workflow. */
    void clear() {
        for (ScopedTable<?> table :
                java.util.List.of(partitions, outputs, edges, readers, instances, runs, members, holds, notes)) {
            table.deleteAll("");
        }
        flush();
    }
}
