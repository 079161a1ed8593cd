package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.WindowLookups;
import java.util.List;

/** Counts what instances wait for. */
public final class UnsettledInputs {
    private final EdgePort edges;
    private final WindowLookups lookups;
    private final DeferredWork agenda;

    public <P extends EdgePort & BudgetPort> UnsettledInputs(P ports, DeferredWork agenda) {
        this.edges = ports;
        this.lookups = ports.lookups();
        this.agenda = agenda;
    }

    /** Counts anew what the instance waits for; costs a few rows for each key that it reads, not for each partition. */
    public int count(TaskModel task, InstanceId id) {
        int count = 0;
        for (InputModel input : task.inputs()) {
            List<PartitionKey> keys = input.keysReadBy(id.partition());
            lookups.count(keys.size());
            for (PartitionKey key : keys) {
                count += input.isSingle()
                        ? Edge.unsettled(edges.edgeRows().get(input.singleRow(key)))
                        : edges.unsettledEdges().under(input.rows(key));
            }
            count -= unnotified(input, id);
        }
        return count;
    }

    /**
     * By how much the instance's count will change with the notifications that wait for it. Each is taken as it will be made: an edge may
     * have been changed without one, when an input was connected anew, so what the edge is now says nothing about them.
     */
    private int unnotified(InputModel input, InstanceId id) {
        String row = input.rows(input.keyOf(id.partition())) + id.partition();
        return agenda.notifications(input).stream()
                .filter(waiting -> row.startsWith(input.rows(waiting.key())) && row.compareTo(waiting.from()) >= 0)
                .map(Continuation.NotifyReaders::change)
                .mapToInt(change -> Edge.unsettled(change.after()) - Edge.unsettled(change.before()))
                .sum();
    }
}
