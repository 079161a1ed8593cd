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
import io.freshet.planner.domain.evaluation.LaunchOrders;
import io.freshet.planner.domain.evaluation.LaunchRule;
import io.freshet.planner.domain.evaluation.MissingInputsRule;
import io.freshet.planner.domain.evaluation.Pacing;
import io.freshet.planner.domain.evaluation.Reevaluation;
import io.freshet.planner.domain.evaluation.ReportedResults;
import io.freshet.planner.domain.evaluation.Settlement;
import io.freshet.planner.domain.evaluation.UndefinedInstanceRule;
import io.freshet.planner.domain.evaluation.UnlistedInputsRule;
import io.freshet.planner.domain.evaluation.UpstreamFailedRule;
import io.freshet.planner.domain.graph.InputMeasures;
import io.freshet.planner.domain.graph.InputReader;
import io.freshet.planner.domain.graph.InstanceDefinition;
import io.freshet.planner.domain.graph.Listings;
import io.freshet.planner.domain.graph.PartitionVersions;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ParameterizedTasks;
import io.freshet.planner.domain.run.Runs;
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
    private final ConditionRule condition;
    private final LaunchRule launch;

    InstanceRules(Workspace workspace) {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        InstanceEvents events = workspace.events;
        ParameterizedTasks tasks = new ParameterizedTasks(context.model(), runs);
        this.workspace = workspace;
        InputReader inputs = new InputReader(context);
        PartitionVersions versions = new PartitionVersions(context);
        this.listings = new Listings(context, workspace.agenda, inputs, versions);
        this.pacing = new Pacing(context, inputs, versions, events);
        this.outputs = new AcceptedOutputs(
                context, new ReportedResults(context, workspace.graph), runs, workspace.graph, workspace.propagation);
        this.settlement = new Settlement(context, runs, workspace.graph, workspace.propagation, workspace.forgetting);
        this.condition = new ConditionRule(new InputMeasures(context, versions), outputs, settlement);
        this.launch = new LaunchRule(context, new LaunchOrders(context, runs), events, tasks, pacing);
        this.evaluation = new Evaluation(context, runs, tasks, events, rules());
        this.cancellation = new Cancellation(context, runs, workspace.agenda, evaluation, events);
    }

    private List<EvaluationRule> rules() {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        Propagation propagation = workspace.propagation;
        return List.of(
                new UnlistedInputsRule(runs, listings, propagation, settlement),
                new UpstreamFailedRule(context, settlement),
                new UndefinedInstanceRule(runs, new InstanceDefinition(context), propagation, outputs, settlement),
                new MissingInputsRule(outputs, settlement),
                new LateInputsRule(context, settlement),
                new ActionRule(context.limits().lists(), condition, pacing, settlement, launch));
    }

    OnAttemptFinished attemptFinished() {
        PlanningContext context = workspace.context;
        Reevaluation reevaluation = new Reevaluation(workspace.events, workspace.propagation);
        InstanceFailedRule failed = new InstanceFailedRule(workspace.runs, settlement, cancellation);
        return new OnAttemptFinished(
                context,
                new AttemptSucceededRule(context, outputs, pacing, settlement, reevaluation),
                new AttemptFailedRule(context, evaluation, reevaluation, new RetryRule(listings, launch), failed));
    }
}
