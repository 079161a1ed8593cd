package io.freshet.planner.domain;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.Continuation.Clearing;
import io.freshet.planner.domain.Continuation.Connecting;
import io.freshet.planner.domain.Continuation.Defining;
import io.freshet.planner.domain.Continuation.Discarding;
import io.freshet.planner.domain.Continuation.Dropping;
import io.freshet.planner.domain.Continuation.Finishing;
import io.freshet.planner.domain.Continuation.HandingOver;
import io.freshet.planner.domain.Continuation.Invalidate;
import io.freshet.planner.domain.Continuation.Joining;
import io.freshet.planner.domain.Continuation.Listing;
import io.freshet.planner.domain.Continuation.Marking;
import io.freshet.planner.domain.Continuation.NotifyReaders;
import io.freshet.planner.domain.Continuation.Paged;
import io.freshet.planner.domain.Continuation.Pruning;
import io.freshet.planner.domain.Continuation.Recounting;
import io.freshet.planner.domain.Continuation.Removing;
import io.freshet.planner.domain.Continuation.Republishing;
import io.freshet.planner.domain.Continuation.StopRun;
import io.freshet.planner.domain.Continuation.SweepTask;
import io.freshet.planner.domain.Continuation.Unholding;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Does what is on the agenda, in bounded steps. */
final class DeferredWorkRunner {
    private final Decision decision;
    private final Holds holds;

    DeferredWorkRunner(Decision decision) {
        this.decision = decision;
        this.holds = new Holds(decision);
    }

    /**
     * Does a step, if there is anything to do.
     *
     * @param limit how many instances it may touch; what follows from each comes on top, as far as it fits into a decision
     * @return how many of them are left
     */
    int step(int limit) {
        int left = limit;
        while (left > 0 && decision.agenda.isOpen() && decision.goOnInSteps()) {
            Invalidate next = decision.agenda.takeUnsettling();
            if (next != null) {
                decision.invalidate(InstanceId.parse(next.instance()), next.runs());
                left--;
            } else {
                left -= work(left);
            }
            decision.propagate();
        }
        return decision.agenda.isOpen() ? 0 : left;
    }

    /** Does some of the first work; returns how much. */
    private int work(int limit) {
        return switch (decision.agenda.first()) {
            case Paged paged -> page(paged, limit);
            case Listing listing -> new Listings(decision).step(listing);
            case Continuation.ForgetInstance(String instance) -> {
                decision.forgetting.forgetNow(InstanceId.parse(instance));
                decision.agenda.firstIsDone();
                yield 1;
            }
            case Invalidate unsettling -> throw new IllegalStateException("not to be done in order: " + unsettling);
            case null -> 0;
        };
    }

    private int page(Paged work, int limit) {
        String prefix = prefix(work);
        List<String> page = new ArrayList<>();
        rows(work).scan(prefix, work.from().isEmpty() ? prefix : work.from(), (row, _) -> {
            page.add(row);
            return page.size() <= limit;
        });
        boolean more = page.size() > limit;
        for (String row : more ? page.subList(0, limit) : page) {
            apply(work, row);
        }
        if (more) {
            decision.agenda.goOnWith(work.from(page.getLast()));
        } else {
            if (work instanceof Pruning pruning) {
                PartitionChangeRule.of(decision, pruning.dataset()).pruned(pruning);
            }
            decision.agenda.firstIsDone();
        }
        return Math.max(1, Math.min(page.size(), limit));
    }

    private Table<?> rows(Paged work) {
        return switch (work) {
            case NotifyReaders _, Marking _ -> decision.state.readers;
            case SweepTask _, Removing _, Recounting _ -> decision.state.instances;
            case StopRun _ -> decision.state.members;
            case HandingOver _, Republishing _, Discarding _ -> decision.state.outputs;
            case Dropping _ -> decision.state.rows(Continuation.Rows.METADATA);
            case Unholding _ -> decision.state.holds;
            case Defining _, Joining _ -> decision.state.edges;
            case Pruning _ -> decision.state.partitions;
            case Finishing _ -> decision.state.runs;
            case Clearing clearing -> decision.state.rows(clearing.rows());
            case Connecting connecting ->
                input(connecting.task(), connecting.input()).producer() == null
                        ? decision.state.partitions
                        : decision.state.instances;
        };
    }

    private String prefix(Paged work) {
        return switch (work) {
            case NotifyReaders telling -> input(telling.task(), telling.input()).rows(telling.key());
            case Marking marking -> input(marking.task(), marking.input()).rows(marking.key());
            case SweepTask sweeping -> Keys.prefix(sweeping.task());
            case Recounting recounting -> Keys.prefix(recounting.task());
            case Removing removing -> removing.task().isEmpty() ? "" : Keys.prefix(removing.task());
            case HandingOver handing -> Keys.prefix(handing.task());
            case Republishing republishing -> Keys.prefix(republishing.task());
            case Discarding discarding -> Keys.prefix(discarding.task());
            case Dropping dropping -> RetainedOutputs.rowsOf(dropping.task());
            case StopRun _, Unholding _, Finishing _ -> "";
            case Defining defining -> input(defining.task(), defining.input()).rows();
            case Joining joining -> join(joining.task()).rows(joining);
            case Pruning pruning -> Keys.prefix(pruning.dataset().dataset());
            case Clearing clearing -> clearing.prefix();
            case Connecting connecting -> {
                InputModel input = input(connecting.task(), connecting.input());
                yield Keys.prefix(input.producer() == null ? input.dataset().dataset() : input.producer());
            }
        };
    }

    private void apply(Paged work, String row) {
        switch (work) {
            case NotifyReaders telling -> notifyReader(telling, reader(telling.task(), row));
            case Marking marking -> decision.graph.mark(reader(marking.task(), row));
            case SweepTask sweeping -> sweep(sweeping, InstanceId.parse(row));
            case StopRun stopping -> stop(stopping, InstanceId.parse(row));
            case Removing _ -> new WorkflowRemoval(decision).instance(InstanceId.parse(row));
            case HandingOver handing -> new Inheritance(decision).handOver(handing, row);
            case Republishing republishing -> new Inheritance(decision).republish(republishing, row);
            case Discarding discarding -> new Inheritance(decision).discard(discarding, row);
            case Dropping dropping -> new Inheritance(decision).drop(dropping, row);
            case Unholding unholding -> {
                if (InstanceId.parse(row).task().equals(unholding.task())) {
                    decision.state.holds.delete(row);
                }
            }
            case Connecting connecting ->
                new Connection(decision).connect(input(connecting.task(), connecting.input()), row);
            case Recounting _ -> new Connection(decision).recount(InstanceId.parse(row));
            case Defining defining -> define(defining, row);
            case Joining joining -> join(joining, row);
            case Pruning pruning ->
                PartitionChangeRule.of(decision, pruning.dataset()).prune(pruning, row);
            case Finishing _ -> decision.runs.finish(row);
            case Clearing clearing -> decision.state.clear(clearing.rows(), row);
        }
    }

    private void define(Defining defining, String row) {
        InputModel definer = input(defining.task(), defining.input());
        DependencyGraph.Reaction follow = new DependencyGraph.Reaction(defining.runs(), Holds.DEPLOYMENT);
        invalidate(decision.graph.define(definer, PartitionKey.parse(Keys.last(row)), () -> follow), follow);
    }

    private void join(Joining joining, String row) {
        Join join = join(joining.task());
        Joining next = join.next(joining, row);
        if (next == null) {
            return;
        }
        if (!next.inputs().isEmpty()) {
            decision.agenda.add(next);
            return;
        }
        TaskModel task = decision.model.requireTask(joining.task());
        List<PartitionKey> joined = join.partition(next).stream().toList();
        invalidate(
                decision.graph.createMissing(task, joined),
                new DependencyGraph.Reaction(joining.runs(), joining.scope()));
    }

    private void invalidate(List<InstanceId> instances, DependencyGraph.Reaction follow) {
        for (InstanceId id : holds.inOrder(instances)) {
            if (follow.runs().isEmpty()) {
                decision.evaluate(id);
            } else {
                holds.invalidate(follow.scope(), id, follow.runs());
            }
        }
    }

    private Join join(String task) {
        return new Join(decision.state, decision.model.requireTask(task));
    }

    private static InstanceId reader(String task, String row) {
        return new InstanceId(task, PartitionKey.parse(Keys.last(row)));
    }

    private void notifyReader(NotifyReaders telling, InstanceId reader) {
        decision.graph.notifyReader(reader, telling.before(), telling.after());
        if (telling.runs().isEmpty()) {
            decision.evaluate(reader);
        } else {
            holds.invalidate(telling.scope(), reader, telling.runs());
        }
    }

    private void sweep(SweepTask sweeping, InstanceId id) {
        TaskModel task = decision.model.requireTask(id.task());
        if (!Partitions.matches(task.dimensions(), id.partition(), sweeping.where())) {
            return;
        }
        Instance instance = decision.state.require(id);
        if (sweeping.why() == Continuation.Sweep.RECOVER && instance.attempt() != null) {
            RunRequestRule.withdraw(decision, id, instance, Reason.SUPERSEDED);
            instance = instance.givenUp();
        }
        if (sweeping.why() == Continuation.Sweep.RECOVER) {
            // The end that they belong to may have come while the workflow rested.
            decision.state.outputParts.forget(id);
        }
        DirtyFlags dirt = instance.dirt();
        // An instance in flight is on its way to what was asked for; only force wants one more.
        boolean look = instance.attempt() == null;
        decision.state.put(
                id,
                instance.with(
                        switch (sweeping.why()) {
                            case CODE -> dirt.withCode();
                            case CONDITION -> dirt.withInput();
                            case INPUTS -> dirt;
                            case RECOVER -> dirt.withInput();
                            case REQUEST -> look ? dirt.withInput() : dirt;
                            case FORCE -> look ? dirt.withForced(true).withInput() : dirt.withForced(true);
                        }));
        holds.invalidate(sweeping.scope(), id, sweeping.runs());
    }

    /** What only stopped runs want is stopped; from what others want as well, the run takes nothing but itself. */
    private void stop(StopRun stopping, InstanceId member) {
        if (!decision.runs.of(member).contains(stopping.run())) {
            return;
        }
        if (decision.runs.stopOf(member) != null) {
            new RunRequestRule(decision).stop(member, stopping.reason(), stopping.sentence());
            return;
        }
        decision.runs.leave(member, stopping.run());
        Instance instance = decision.state.require(member);
        if (instance.attempt() != null
                && !decision.runs.require(stopping.run()).params().isEmpty()) {
            // It may run with parameters that nobody wants any more.
            decision.state.put(member, instance.with(instance.dirt().withInput()));
        }
    }

    private InputModel input(String task, String name) {
        return decision.model
                .input(task, name)
                .orElseThrow(() -> new IllegalStateException("no input " + task + "." + name));
    }
}
