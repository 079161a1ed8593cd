package io.freshet.planner.domain;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Forgets instances of partitions that came and went: the inputs that define such an instance have nothing of it any more, and it has no
 * outputs. Should its partitions come again, so does it, under attempt ids that it has not had.
 */
final class Forgetting {
    private final Decision decision;
    private final SequencedSet<InstanceId> candidates = new LinkedHashSet<>();
    private int looked;

    Forgetting(Decision decision) {
        this.decision = decision;
    }

    /** An instance settled, or lost what was kept of its outputs, so that it may be one to be forgotten. */
    void consider(InstanceId id) {
        candidates.add(id);
    }

    /**
     * Forgets what can be. What is too much for one decision, or must wait for what is on the agenda, is left to later steps.
     *
     * @param most how many instances one decision looks at
     */
    void apply(int most) {
        while (!candidates.isEmpty() && looked < most && !decision.agenda.isOpen()) {
            looked++;
            forgetNow(candidates.removeFirst());
        }
        candidates.forEach(id -> decision.agenda.add(new Continuation.ForgetInstance(id.key())));
        candidates.clear();
    }

    /** Forgets an instance if it can be. */
    void forgetNow(InstanceId id) {
        if (canForget(id)) {
            forget(id);
        }
    }

    private boolean canForget(InstanceId id) {
        Instance instance = decision.state.instance(id);
        if (instance == null
                || !instance.settled()
                || instance.state() != InstanceState.WAITING
                || instance.pending() > 0
                || instance.holds() > 0) {
            return false;
        }
        TaskModel task = decision.model.requireTask(id.task());
        return !(instance.holdsOutputs() && decision.state.hasOutputs(id)) && !decision.graph.isDefined(task, id);
    }

    private void forget(InstanceId id) {
        TaskModel task = decision.model.requireTask(id.task());
        Instance instance = decision.state.require(id);
        StateChangedBuilder.of(decision, id, instance.state(), Reason.REMOVED)
                .explain(ReasonMessages.gone())
                .emit();
        decision.metadata.evaluationFloor().raise(instance.evaluation());
        decision.graph.unindex(task, id);
        decision.state.results.delete(id.key());
        forgetMetadata(task, id);
        forgetLists(task, id);
        decision.state.delete(id);
    }

    private void forgetMetadata(TaskModel task, InstanceId id) {
        if (task.isPaced()) {
            decision.metadata.paceStates().forget(id);
        }
        for (InputModel input : task.inputs()) {
            if (input.demand().deadline() != null) {
                decision.metadata.inputDeadlines().forget(id, input.name());
            }
            if (input.pace().batch() != null) {
                decision.metadata.launchedParts().forget(id, input.name());
            }
        }
    }

    /** Forgets how the partitions were listed that there are no more of. */
    private void forgetLists(TaskModel task, InstanceId id) {
        if (!decision.state.lists.hasAny()) {
            return;
        }
        for (InputModel input : task.inputs()) {
            for (PartitionKey key : input.keysReadBy(id.partition())) {
                boolean[] any = {false};
                decision.state.edgesWhile(input, key, (_, _) -> {
                    any[0] = true;
                    return false;
                });
                if (!any[0]) {
                    decision.state.lists.forget(input.rows(key));
                }
            }
        }
    }
}
