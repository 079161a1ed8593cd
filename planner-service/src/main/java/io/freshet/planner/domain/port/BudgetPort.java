package io.freshet.planner.domain.port;

import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.state.DecisionBudget;
import io.freshet.planner.domain.state.WindowLookups;

/** How much the decision may do. */
public interface BudgetPort {
    DecisionBudget budget();

    default StepLimits limits() {
        return budget().limits();
    }

    default WindowLookups lookups() {
        return budget().lookups();
    }
}
