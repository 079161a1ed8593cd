package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.OutputEdges;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.CriticalPath;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.run.SummaryCounts;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ReaderReaction;

/** Settles instances: emits why, lets those downstream go on, and lets the instance leave its runs. */
public final class Settlement {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Runs runs;
    private final DependencyGraph graph;
    private final Propagation propagation;
    private final Forgetting forgetting;
    private final InstanceEvents events;
    private final CriticalPath paths;
    private final OutputEdges outputs;

    public <P extends ModelPort & InstancePort & OutputPort & EffectPort & TimePort> Settlement(
            P ports, Runs runs, DependencyGraph graph, Propagation propagation, Forgetting forgetting) {
        this.model = ports.model();
        this.instances = ports;
        this.runs = runs;
        this.graph = graph;
        this.propagation = propagation;
        this.forgetting = forgetting;
        this.events = new InstanceEvents(ports, runs);
        this.paths = new CriticalPath(ports, model.ref());
        this.outputs = new OutputEdges(ports);
    }

    /** Settles an instance as the change says. */
    public void settle(Instance instance, StateChangedBuilder change) {
        InstanceId id = change.instance();
        InstanceState next = change.state();
        Instance settled = instance.settledAs(next);
        instances.put(id, settled);
        events.emit(change);
        TaskModel task = model.requireTask(id.task());
        letReadersGoOn(id, task.upstream(settled));
        if (task.isPaced()) {
            instances.instanceMetadata().paceStates().settle(id);
        }
        if (next == InstanceState.WAITING) {
            forgetting.consider(id);
        }
        Accepted accepted = instance.accepted();
        runs.leave(
                id,
                task.allows(settled),
                paths.take(id),
                summary -> SummaryCounts.plus(summary, next, change.reason(), accepted));
    }

    /** Settles without running; what ran since the instance became unsettled is reported as a success all the same. */
    void skip(Instance instance, StateChangedBuilder skipped) {
        if (instance.accepted() == Accepted.NOTHING) {
            settle(instance, skipped);
        } else {
            settle(
                    instance,
                    StateChangedBuilder.of(
                                    skipped.instance(),
                                    InstanceState.SUCCEEDED,
                                    instance.accepted().reason())
                            .explain(ReasonMessages.succeededAfterAll())
                            .actionKey(instance.lastKey()));
        }
    }

    private void letReadersGoOn(InstanceId id, Upstream upstream) {
        outputs.visit(id, (input, partition) -> {
            Edge edge = graph.edge(input, partition);
            if (edge != null) {
                graph.change(input, partition, edge.with(upstream), () -> ReaderReaction.EVALUATE)
                        .forEach(reader -> goOn(id, reader));
            }
        });
    }

    private void goOn(InstanceId id, InstanceId reader) {
        Instance instance = instances.instance(reader);
        if (instance != null && !instance.settled() && instance.pending() == 0) {
            paths.handOn(id, reader);
        }
        propagation.evaluate(reader);
    }
}
