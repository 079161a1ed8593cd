package io.freshet.planner.domain.graph;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.state.Continuation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Forgets instances of partitions that came and went: the inputs that define such an instance have nothing of it any more, and it has no
 * outputs. Should its partitions come again, so does it, under attempt ids that it has not had.
 */
public final class Forgetting {
    private final WorkflowModel model;
    private final BudgetPort budget;
    private final InstancePort instances;
    private final EdgePort edges;
    private final OutputPort made;
    private final InstanceCreation creation;
    private final InstanceDefinition definition;
    private final DeferredWork agenda;
    private final InstanceEvents events;
    private final SequencedSet<InstanceId> candidates = new LinkedHashSet<>();
    private int looked;

    public <P extends ModelPort & BudgetPort & InstancePort & EdgePort & OutputPort> Forgetting(
            P ports, InstanceCreation creation, DeferredWork agenda, InstanceEvents events) {
        this.model = ports.model();
        this.budget = ports;
        this.instances = ports;
        this.edges = ports;
        this.made = ports;
        this.creation = creation;
        this.definition = new InstanceDefinition(ports);
        this.agenda = agenda;
        this.events = events;
    }

    /** An instance settled, or lost what was kept of its outputs, so that it may be one to be forgotten. */
    public void consider(InstanceId id) {
        candidates.add(id);
    }

    /** Forgets what can be. What is too much for one decision, or must wait for what is on the agenda, is left to later steps. */
    public void apply() {
        int most = budget.limits().cascade();
        while (!candidates.isEmpty() && looked < most && !budget.lookups().isSpent() && !agenda.isOpen()) {
            looked++;
            forgetNow(candidates.removeFirst());
        }
        candidates.forEach(id -> agenda.add(new Continuation.ForgetInstance(id.key())));
        candidates.clear();
    }

    /** Forgets an instance if it can be. */
    public void forgetNow(InstanceId id) {
        if (canForget(id)) {
            forget(id);
        }
    }

    private boolean canForget(InstanceId id) {
        Instance instance = instances.instance(id);
        if (instance == null
                || !instance.settled()
                || instance.state() != InstanceState.WAITING
                || instance.pending() > 0
                || instance.holds() > 0) {
            return false;
        }
        TaskModel task = model.requireTask(id.task());
        return !(instance.holdsOutputs() && made.hasOutputs(id)) && !definition.isDefined(task, id);
    }

    private void forget(InstanceId id) {
        TaskModel task = model.requireTask(id.task());
        Instance instance = instances.require(id);
        events.emit(StateChangedBuilder.of(id, instance.state(), Reason.REMOVED).explain(ReasonMessages.gone()));
        instances.instanceMetadata().evaluationFloor().raise(instance.evaluation());
        creation.unindex(task, id);
        made.resultRows().delete(id.key());
        forgetMetadata(task, id);
        forgetLists(task, id);
        instances.delete(id);
    }

    private void forgetMetadata(TaskModel task, InstanceId id) {
        if (task.isPaced()) {
            instances.instanceMetadata().paceStates().forget(id);
        }
        for (InputModel input : task.inputs()) {
            if (input.demand().deadline() != null) {
                instances.instanceMetadata().inputDeadlines().forget(id, input.name());
            }
            if (input.pace().batch() != null) {
                instances.instanceMetadata().launchedParts().forget(id, input.name());
            }
        }
    }

    /** Forgets how the partitions were listed that there are no more of. */
    private void forgetLists(TaskModel task, InstanceId id) {
        if (!edges.partitionLists().hasAny()) {
            return;
        }
        for (InputModel input : task.inputs()) {
            List<PartitionKey> keys = input.keysReadBy(id.partition());
            budget.lookups().count(keys.size());
            for (PartitionKey key : keys) {
                boolean[] any = {false};
                edges.edgesWhile(input, key, (_, _) -> {
                    any[0] = true;
                    return false;
                });
                if (!any[0]) {
                    edges.partitionLists().forget(input.rows(key));
                }
            }
        }
    }
}
