package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.PendingRemoval;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.DeferredWork;

/**
 * Evaluates what is planned to be, and what follows from it, as far as that is not too much for one decision. What is left is held until
 * later steps have made the decision whole.
 */
public final class EvaluationLoop {
    private final BudgetPort budget;
    private final InstancePort instances;
    private final PendingRemoval removal;
    private final DeferredWork agenda;
    private final Propagation propagation;
    private final Evaluation evaluation;
    private final Holds holds;
    private int evaluated;
    private boolean inSteps;

    public <P extends BudgetPort & InstancePort & DeploymentPort> EvaluationLoop(
            P ports, DeferredWork agenda, Propagation propagation, Evaluation evaluation, Holds holds) {
        this.budget = ports;
        this.instances = ports;
        this.removal = ports.deployments().removal();
        this.agenda = agenda;
        this.propagation = propagation;
        this.evaluation = evaluation;
        this.holds = holds;
    }

    /** From now on nothing is evaluated before the agenda is done; false if this decision has done its share. */
    public boolean goOnInSteps() {
        inSteps = true;
        return propagation.hasRoom();
    }

    /** Whether this decision may still evaluate something: what settles without running has others evaluated, and so on. */
    public boolean canEvaluate() {
        return evaluated < budget.limits().cascade() && !budget.lookups().isSpent();
    }

    /** Does what is planned, and what follows from it. */
    public void proceed() {
        propagation.propagate();
        while (propagation.hasEvaluations() && canEvaluate() && !inSteps && !agenda.isOpen()) {
            evaluated++;
            evaluation.evaluate(propagation.takeEvaluation());
            propagation.propagate();
        }
        while (propagation.hasEvaluations()) {
            park();
            propagation.propagate();
        }
        if (inSteps && !agenda.isOpen()) {
            // Nothing of a workflow that was removed is parked, and its metadata has been cleared.
            if (!removal.isBegun()) {
                holds.beginRelease();
            }
            inSteps = false;
        }
    }

    /** Leaves what would be evaluated now until the decision is whole, but for what does not depend on the rest of it. */
    private void park() {
        inSteps = true;
        for (InstanceId id : propagation.takeEvaluations()) {
            Instance instance = instances.instance(id);
            if (holds.isForemost(id) && canEvaluate()) {
                evaluated++;
                evaluation.evaluate(id);
            } else if (instance != null && evaluation.concerns(id, instance)) {
                holds.park(id);
            }
        }
    }
}
