package io.freshet.planner.domain.command;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.planner.domain.attempt.Cancellation;
import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.OrderKey;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.StopRun;
import io.freshet.planner.domain.state.Continuation.SweepTask;
import io.freshet.planner.domain.state.OutputParts;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Sweep;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/** Unsettles or stops instances on behalf of runs. */
final class RunWorkRule implements PagedRule<Continuation.RunWork> {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Table<String> members;
    private final OutputParts listed;
    private final Runs runs;
    private final Holds holds;
    private final Cancellation cancellation;
    private final InstanceEvents events;

    <P extends ModelPort & InstancePort & RunPort & OutputPort> RunWorkRule(
            P ports, Runs runs, Holds holds, Cancellation cancellation, InstanceEvents events) {
        this.model = ports.model();
        this.instances = ports;
        this.members = ports.memberRows();
        this.listed = ports.outputParts();
        this.runs = runs;
        this.holds = holds;
        this.cancellation = cancellation;
        this.events = events;
    }

    @Override
    public Table<?> rows(Continuation.RunWork work) {
        return switch (work) {
            case SweepTask _ -> instances.instanceRows();
            case StopRun _ -> members;
        };
    }

    @Override
    public String prefix(Continuation.RunWork work) {
        return switch (work) {
            case SweepTask sweeping -> Keys.prefix(sweeping.task());
            case StopRun _ -> "";
        };
    }

    @Override
    public void apply(Continuation.RunWork work, String row) {
        InstanceId id = InstanceId.parse(row);
        switch (work) {
            case SweepTask sweeping -> sweep(sweeping, id);
            case StopRun stopping -> stop(stopping, id);
        }
    }

    private void sweep(SweepTask sweeping, InstanceId id) {
        String begunWith = sweeping.begunWith();
        if (isSelected(sweeping, id)
                && (begunWith == null || place(sweeping, id).compareTo(begunWith) > 0)) {
            unsettle(sweeping, id);
        }
    }

    boolean isSelected(SweepTask sweeping, InstanceId id) {
        return sweeping.selection().includes(model.requireTask(id.task()).dimensions(), id.partition());
    }

    /** The place of an instance in the order of the run for which it is swept, with the row of the instance at its end. */
    String place(SweepTask sweeping, InstanceId id) {
        TaskModel task = model.requireTask(id.task());
        PartitionOrder order = runs.require(sweeping.runs().getFirst()).order();
        return Keys.of(OrderKey.of(task, id.partition(), order), id.key());
    }

    void unsettle(SweepTask sweeping, InstanceId id) {
        Instance instance = sweeping.why() == Sweep.RECOVER ? recovered(id) : instances.require(id);
        instances.put(id, instance.with(dirt(sweeping.why(), instance)));
        holds.invalidate(sweeping.reaction().scope(), id, sweeping.runs());
    }

    private Instance recovered(InstanceId id) {
        Instance instance = instances.require(id);
        if (instance.attempt() != null) {
            events.withdraw(id, instance, Reason.SUPERSEDED);
            instance = instance.givenUp();
        }
        // The end that they belong to may have come while the workflow rested.
        listed.forget(id);
        return instance;
    }

    private static DirtyFlags dirt(Sweep why, Instance instance) {
        DirtyFlags dirt = instance.dirt();
        // An instance in flight is on its way to what was asked for; only force wants one more.
        boolean look = instance.attempt() == null;
        return switch (why) {
            case CODE -> dirt.withCode();
            case CONDITION, RECOVER -> dirt.withInput();
            case INPUTS -> dirt;
            case REQUEST -> look ? dirt.withInput() : dirt;
            case FORCE -> look ? dirt.withForced(true).withInput() : dirt.withForced(true);
        };
    }

    /** What only stopped runs want is stopped; from what others want as well, the run takes nothing but itself. */
    private void stop(StopRun stopping, InstanceId member) {
        if (!runs.of(member).contains(stopping.run())) {
            return;
        }
        if (runs.stopOf(member) != null) {
            cancellation.stopInstance(member, new Run.Stop(stopping.reason(), stopping.sentence()));
            return;
        }
        runs.leave(member, stopping.run());
        Instance instance = instances.require(member);
        if (instance.attempt() != null && runs.anyWithParams(stopping.runs())) {
            // It may run with parameters that nobody wants any more.
            instances.put(member, instance.with(instance.dirt().withInput()));
        }
    }
}
