package io.freshet.planner.domain.state;

import io.freshet.planner.domain.model.StepLimits;

/**
 * How much a decision may do before it leaves the rest to later steps.
 *
 * @param lookups what it has looked at because of windows
 */
public record DecisionBudget(StepLimits limits, WindowLookups lookups) {
    /** A budget of which nothing is used. */
    public static DecisionBudget of(StepLimits limits) {
        return new DecisionBudget(limits, new WindowLookups(limits.windowKeys()));
    }
}
