package io.freshet.contracts.event;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.InstanceRef;
import java.util.List;

/** An order to make an attempt, which says all that there is to know of it. */
public sealed interface AttemptOrder extends AttemptEvent permits LaunchAttempt, TaskReady {
    /** The runs that the attempt serves, one at least; in its trace is the first. */
    List<String> runs();

    AttemptSpec work();

    /** The id of the trace that the attempt is in. */
    default String trace() {
        return work().traceOr(run());
    }

    @Override
    default InstanceRef instance() {
        return work().instance();
    }

    @Override
    default String run() {
        return runs().getFirst();
    }
}
