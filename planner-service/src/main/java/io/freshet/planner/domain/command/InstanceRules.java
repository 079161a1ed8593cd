package io.freshet.planner.domain.command;

import io.freshet.planner.domain.attempt.AttemptFailedRule;
import io.freshet.planner.domain.attempt.AttemptSucceededRule;
import io.freshet.planner.domain.attempt.Cancellation;
import io.freshet.planner.domain.attempt.InstanceFailedRule;
import io.freshet.planner.domain.attempt.OnAttemptFinished;
import io.freshet.planner.domain.attempt.RetryRule;
import io.freshet.planner.domain.evaluation.AcceptedOutputs;
import io.freshet.planner.domain.evaluation.ActionRule;
import io.freshet.planner.domain.evaluation.ConditionRule;
import io.freshet.planner.domain.evaluation.Evaluation;
import io.freshet.planner.domain.evaluation.EvaluationRule;
import io.freshet.planner.domain.evaluation.LateInputsRule;
import io.freshet.planner.domain.evaluation.LaunchRule;
import io.freshet.planner.domain.evaluation.MissingInputsRule;
import io.freshet.planner.domain.evaluation.Pacing;
import io.freshet.planner.domain.evaluation.Reevaluation;
import io.freshet.planner.domain.evaluation.Settlement;
import io.freshet.planner.domain.evaluation.UndefinedInstanceRule;
import io.freshet.planner.domain.evaluation.UnlistedInputsRule;
import io.freshet.planner.domain.evaluation.UpstreamFailedRule;
import io.freshet.planner.domain.graph.InstanceDefinition;
import io.freshet.planner.domain.graph.Listings;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ParameterizedTasks;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.WorkflowTables;
import java.util.List;

/** Gives each rule about single instances what it needs. */
final class InstanceRules {
    final Listings listings;
    final Evaluation evaluation;
    final Cancellation cancellation;
    private final Workspace workspace;
    private final Pacing pacing;
    private final AcceptedOutputs outputs;
    private final Settlement settlement;
    private final LaunchRule launch;

    InstanceRules(Workspace workspace) {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        InstanceEvents events = workspace.events;
        ParameterizedTasks tasks = new ParameterizedTasks(context.model(), runs);
        this.workspace = workspace;
        this.listings = new Listings(context, workspace.agenda);
        this.pacing = new Pacing(context, events);
        this.outputs = new AcceptedOutputs(context, runs, workspace.graph, workspace.propagation);
        this.settlement = new Settlement(context, runs, workspace.graph, workspace.propagation, workspace.forgetting);
        this.launch = new LaunchRule(context, runs, events, tasks, pacing);
        this.evaluation = new Evaluation(context, runs, tasks, events, rules());
        this.cancellation = new Cancellation(context.tables(), runs, workspace.agenda, evaluation, events);
    }

    private List<EvaluationRule> rules() {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        Propagation propagation = workspace.propagation;
        return List.of(
                new UnlistedInputsRule(runs, listings, propagation, settlement),
                new UpstreamFailedRule(context.tables(), settlement),
                new UndefinedInstanceRule(
                        runs, new InstanceDefinition(context.tables()), propagation, outputs, settlement),
                new MissingInputsRule(outputs, settlement),
                new LateInputsRule(context, settlement),
                new ActionRule(
                        context.lists(), new ConditionRule(context, outputs, settlement), pacing, settlement, launch));
    }

    OnAttemptFinished attemptFinished() {
        WorkflowTables tables = workspace.context.tables();
        Reevaluation reevaluation = new Reevaluation(workspace.events, workspace.propagation);
        InstanceFailedRule failed = new InstanceFailedRule(workspace.runs, settlement, cancellation);
        return new OnAttemptFinished(
                workspace.context,
                new AttemptSucceededRule(tables, outputs, pacing, settlement, reevaluation),
                new AttemptFailedRule(tables, evaluation, reevaluation, new RetryRule(listings, launch), failed));
    }
}
