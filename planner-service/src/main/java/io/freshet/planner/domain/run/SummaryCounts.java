package io.freshet.planner.domain.run;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.planner.domain.instance.Accepted;

/** Counts the instances of a run by how they settled. */
public final class SummaryCounts {
    private SummaryCounts() {}

    /** The summary with one more instance. */
    public static Summary plus(Summary summary, InstanceState state, Reason reason, Accepted accepted) {
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
