package io.freshet.planner.domain;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.command.Workspace;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How many unsettled partitions an instance reads, found by a look at each. */
final class NaivePending {
    private NaivePending() {}

    static int of(Workspace workspace, TaskModel task, InstanceId id) {
        int count = 0;
        for (InputModel input : task.inputs()) {
            Map<String, Optional<Edge>> seen = new LinkedHashMap<>();
            for (PartitionKey key : input.keysReadBy(id.partition())) {
                workspace.context.edgesWhile(input, key, (partition, edge) -> {
                    seen.put(partition, Optional.of(edge));
                    return true;
                });
            }
            before(workspace, input, id).forEach(seen::put);
            count += (int) seen.values().stream()
                    .flatMap(Optional::stream)
                    .filter(Edge::isUnsettled)
                    .count();
        }
        return count;
    }

    /** The partitions of which the instance has still to be told, as they were. */
    private static Map<String, Optional<Edge>> before(Workspace workspace, InputModel input, InstanceId id) {
        Map<String, Optional<Edge>> before = new LinkedHashMap<>();
        String row = input.rows(input.keyOf(id.partition())) + id.partition();
        for (Continuation.NotifyReaders telling : workspace.agenda.notifications(input)) {
            if (row.startsWith(input.rows(telling.key())) && row.compareTo(telling.from()) >= 0) {
                before.putIfAbsent(
                        telling.change().partition().toString(),
                        Optional.ofNullable(telling.change().before()));
            }
        }
        return before;
    }
}
