package io.freshet.planner.domain;

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
        Continuation work = decision.agenda.first();
        if (work == null) {
            return 0;
        }
        ScopedTable<?> rows = rows(work);
        List<String> page = new ArrayList<>();
        rows.scan(prefix(work), start(work), (row, _) -> {
            page.add(row);
            return page.size() <= limit;
        });
        boolean more = page.size() > limit;
        for (String row : more ? page.subList(0, limit) : page) {
            apply(work, InstanceId.parse(row));
        }
        if (more) {
            decision.agenda.goOnWith(rest(work, page.getLast()));
        } else {
            decision.agenda.firstIsDone();
        }
        return Math.max(1, Math.min(page.size(), limit));
    }

    private ScopedTable<?> rows(Continuation work) {
        return switch (work) {
            case Telling _ -> decision.state.readers;
            case Sweeping _ -> decision.state.instances;
            case Stopping _ -> decision.state.members;
            case Unsettling _ -> throw new IllegalStateException("has no rows");
        };
    }

    private String prefix(Continuation work) {
        return switch (work) {
            case Telling telling -> input(telling).rows(telling.key());
            case Sweeping sweeping -> Keys.prefix(sweeping.task());
            case Stopping _, Unsettling _ -> "";
        };
    }

    private String start(Continuation work) {
        String from = switch (work) {
            case Telling telling -> telling.from();
            case Sweeping sweeping -> sweeping.from();
            case Stopping stopping -> stopping.from();
            case Unsettling _ -> "";
        };
        return from.isEmpty() ? prefix(work) : from;
    }

    private static Continuation rest(Continuation work, String from) {
        return switch (work) {
            case Telling telling -> telling.from(from);
            case Sweeping sweeping -> sweeping.from(from);
            case Stopping stopping -> stopping.from(from);
            case Unsettling unsettling -> unsettling;
        };
    }

    private void apply(Continuation work, InstanceId row) {
        switch (work) {
            case Telling telling -> tell(telling, new InstanceId(telling.task(), row.partition()));
            case Sweeping sweeping -> sweep(sweeping, row);
            case Stopping stopping -> stop(stopping, row);
            case Unsettling _ -> throw new IllegalStateException("is no page of rows");
        }
    }

    private void tell(Telling telling, InstanceId reader) {
        decision.graph.tell(reader, telling.before(), telling.after());
        if (telling.runs().isEmpty()) {
            decision.evaluate(reader);
            return;
        }
        String scope = telling.scope();
        if (scope != null) {
            holds.hold(scope, reader, telling.runs().getFirst());
        }
        decision.unsettle(reader, telling.runs());
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
        String scope = sweeping.scope();
        if (scope != null) {
            holds.hold(scope, id, sweeping.run());
        }
        decision.unsettle(id, List.of(sweeping.run()));
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
