package io.freshet.planner.domain;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.planner.domain.Instance.Accepted;
import io.freshet.planner.domain.instance.InstanceId;

/** Settles instances: tells why, lets those downstream go on, and lets go of the runs. */
final class Settlement {
    private final Decision decision;

    Settlement(Decision decision) {
        this.decision = decision;
    }

    /** Settles an instance as the report says. */
    void settle(Instance instance, StateChangedBuilder report) {
        InstanceId id = report.instance();
        InstanceState next = report.state();
        Accepted accepted = instance.accepted();
        Instance settled = instance.settledAs(next);
        decision.state.put(id, settled);
        report.emit();
        TaskModel task = decision.model.requireTask(id.task());
        Upstream upstream = task.upstream(settled);
        decision.graph.edgesFrom(id, (input, partition) -> {
            Edge edge = decision.graph.edge(input, partition);
            if (edge != null) {
                decision.graph
                        .change(input, partition, edge.with(upstream), () -> DependencyGraph.Reaction.EVALUATE)
                        .forEach(reader -> goOn(id, reader));
            }
        });
        decision.pacing.settled(id, task);
        if (next == InstanceState.WAITING) {
            decision.forgetting.consider(id);
        }
        decision.runs.leave(
                id,
                task.allows(settled),
                decision.paths.take(id),
                summary -> counted(summary, next, report.reason(), accepted));
    }

    private void goOn(InstanceId id, InstanceId reader) {
        Instance instance = decision.state.instance(reader);
        if (instance != null && !instance.settled() && instance.pending() == 0) {
            decision.paths.handOn(id, reader);
        }
        decision.evaluate(reader);
    }

    /** Adds an instance to a summary by how it settled. */
    static Summary counted(Summary summary, InstanceState state, Reason reason, Accepted accepted) {
        return switch (state) {
            case SUCCEEDED ->
                accepted == Accepted.CACHED
                        ? add(summary, 0, 1, 0, 0, 0, 0, 0, 0)
                        : add(summary, 1, 0, 0, 0, 0, 0, 0, 0);
            case SKIPPED ->
                reason == Reason.CUT_OFF ? add(summary, 0, 0, 1, 0, 0, 0, 0, 0) : add(summary, 0, 0, 0, 1, 0, 0, 0, 0);
            case WAITING -> add(summary, 0, 0, 0, 0, 1, 0, 0, 0);
            case FAILED -> add(summary, 0, 0, 0, 0, 0, 1, 0, 0);
            case BLOCKED -> add(summary, 0, 0, 0, 0, 0, 0, 1, 0);
            case CANCELLED -> add(summary, 0, 0, 0, 0, 0, 0, 0, 1);
            case PENDING, READY, ADMITTED, RUNNING, RETRYING ->
                throw new IllegalStateException(state + " is no settled state");
        };
    }

    private static Summary add(Summary s, int... more) {
        return new Summary(
                s.executed() + more[0],
                s.cached() + more[1],
                s.cutOff() + more[2],
                s.skipped() + more[3],
                s.waiting() + more[4],
                s.failed() + more[5],
                s.blocked() + more[6],
                s.cancelled() + more[7]);
    }
}
