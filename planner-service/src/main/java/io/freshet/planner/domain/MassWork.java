package io.freshet.planner.domain;

import io.freshet.planner.domain.Continuation.Paged;
import io.freshet.planner.domain.Continuation.Stopping;
import io.freshet.planner.domain.Continuation.Sweeping;
import io.freshet.planner.domain.Continuation.Telling;
import io.freshet.planner.domain.Continuation.Unsettling;
import java.util.ArrayList;
import java.util.List;

/** Does what is on the agenda, in bounded steps. */
final class MassWork {
    private final Decision decision;
    private final Holds holds;

    MassWork(Decision decision) {
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
            Unsettling next = decision.agenda.takeUnsettling();
            if (next != null) {
                decision.unsettle(InstanceId.parse(next.instance()), next.runs());
                left--;
            } else {
                left -= page(left);
            }
            decision.propagate();
        }
        return decision.agenda.isOpen() ? 0 : left;
    }

    /** Does some of the first work; returns how much. */
    private int page(int limit) {
        Paged work = decision.agenda.first();
        if (work == null) {
            return 0;
        }
        String prefix = prefix(work);
        List<String> page = new ArrayList<>();
        rows(work).scan(prefix, work.from().isEmpty() ? prefix : work.from(), (row, _) -> {
            page.add(row);
            return page.size() <= limit;
        });
        boolean more = page.size() > limit;
        for (String row : more ? page.subList(0, limit) : page) {
            apply(work, InstanceId.parse(row));
        }
        if (more) {
            decision.agenda.goOnWith(work.from(page.getLast()));
        } else {
            decision.agenda.firstIsDone();
        }
        return Math.max(1, Math.min(page.size(), limit));
    }

    private Table<?> rows(Paged work) {
        return switch (work) {
            case Telling _ -> decision.state.readers;
            case Sweeping _ -> decision.state.instances;
            case Stopping _ -> decision.state.members;
        };
    }

    private String prefix(Paged work) {
        return switch (work) {
            case Telling telling -> input(telling).rows(telling.key());
            case Sweeping sweeping -> Keys.prefix(sweeping.task());
            case Stopping _ -> "";
        };
    }

    private void apply(Paged work, InstanceId row) {
        switch (work) {
            case Telling telling -> tell(telling, new InstanceId(telling.task(), row.partition()));
            case Sweeping sweeping -> sweep(sweeping, row);
            case Stopping stopping -> stop(stopping, row);
        }
    }

    private void tell(Telling telling, InstanceId reader) {
        decision.graph.tell(reader, telling.before(), telling.after());
        if (telling.runs().isEmpty()) {
            decision.evaluate(reader);
        } else {
            holds.unsettle(telling.scope(), reader, telling.runs());
        }
    }

    private void sweep(Sweeping sweeping, InstanceId id) {
        TaskModel task = decision.model.requireTask(id.task());
        if (!Partitions.matches(task.dimensions(), id.partition(), sweeping.where())) {
            return;
        }
        Instance instance = decision.state.require(id);
        Dirt dirt = instance.dirt();
        // An instance in flight is on its way to what was asked for; only force wants one more.
        boolean look = instance.attempt() == null;
        decision.state.put(
                id,
                instance.with(
                        switch (sweeping.why()) {
                            case CODE -> dirt.withCode();
                            case CONDITION -> dirt.withInput();
                            case INPUTS -> dirt;
                            case REQUEST -> look ? dirt.withInput() : dirt;
                            case FORCE -> look ? dirt.withForced(true).withInput() : dirt.withForced(true);
                        }));
        holds.unsettle(sweeping.scope(), id, sweeping.runs());
    }

    private void stop(Stopping stopping, InstanceId member) {
        if (decision.runs.of(member).contains(stopping.run())) {
            new Requests(decision).stop(member, stopping.reason(), stopping.sentence());
        }
    }

    private InputModel input(Telling telling) {
        return decision.model
                .input(telling.task(), telling.input())
                .orElseThrow(() -> new IllegalStateException("no input " + telling.task() + "." + telling.input()));
    }
}
