package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.graph.Listings;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.run.Runs;

/**
 * What an instance reads is not known before it is listed: the instance is evaluated then, also if its runs are stopped, because only
 * then is known whether there was anything to do. One that is stopped by itself does not wait for that.
 */
public record UnlistedInputsRule(Runs runs, Listings listings, Propagation propagation, Settlement settlement)
        implements EvaluationRule {
    @Override
    public boolean decides(Candidate candidate) {
        if (candidate.inputs().unlisted().isEmpty()) {
            return false;
        }
        Halt halt = candidate.halt();
        if (halt == null || runs.stopOf(candidate.id()) != null) {
            listings.plan(candidate.inputs().unlisted());
            propagation.evaluate(candidate.id());
        } else {
            Instance instance = candidate.instance();
            settlement.settle(instance.with(instance.dirt().withoutForced()), halt.cancelled(candidate.id()));
        }
        return true;
    }
}
