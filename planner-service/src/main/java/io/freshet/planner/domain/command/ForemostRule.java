package io.freshet.planner.domain.command;

import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation.Foremost;
import io.freshet.planner.domain.state.Continuation.SweepTask;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.stream.Stream;

/**
 * Begins a run with its first instances. To find them only the names of the others are looked at, which takes a hundredth of the time that
 * unsettling them does.
 */
final class ForemostRule {
    private final BudgetPort budget;
    private final InstancePort instances;
    private final DeferredWork agenda;
    private final Holds holds;
    private final RunWorkRule sweeps;

    <P extends BudgetPort & InstancePort> ForemostRule(P ports, DeferredWork agenda, Holds holds, RunWorkRule sweeps) {
        this.budget = ports;
        this.instances = ports;
        this.agenda = agenda;
        this.holds = holds;
        this.sweeps = sweeps;
    }

    /**
     * Looks at the next rows; after the last of them the first instances are unsettled, to be evaluated in this decision.
     *
     * @param limit how many instances it may touch
     * @return how much work that was, in instances
     */
    int step(Foremost work, int limit) {
        SweepTask sweep = work.sweep();
        int page = budget.limits().cascade();
        String prefix = Keys.prefix(sweep.task());
        List<String> rows =
                instances.instanceRows().keys(prefix, work.from().isEmpty() ? prefix : work.from(), page + 1);
        Stream<String> found = rows.stream()
                .limit(page)
                .map(InstanceId::parse)
                .filter(id -> sweeps.isSelected(sweep, id))
                .map(id -> sweeps.place(sweep, id));
        List<String> first = Stream.concat(work.first().stream(), found)
                .sorted()
                .limit(Math.min(page, StepLimits.STEP))
                .toList();
        if (rows.size() > page) {
            agenda.goOnWith(new Foremost(sweep, first, rows.getLast()));
            return limit;
        }
        return begin(sweep, first, limit);
    }

    private int begin(SweepTask sweep, List<String> first, int limit) {
        int room = Math.min(limit, holds.roomFor(sweep.runs().getFirst()));
        List<String> begun = first.subList(0, Math.min(room, first.size()));
        for (String place : begun) {
            InstanceId id = InstanceId.parse(place);
            holds.goAhead(id);
            sweeps.unsettle(sweep, id);
        }
        agenda.add(begun.isEmpty() ? sweep : sweep.after(begun.getLast()));
        agenda.firstIsDone();
        return Math.max(1, begun.size());
    }
}
