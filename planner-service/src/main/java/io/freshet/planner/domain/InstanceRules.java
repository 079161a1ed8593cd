package io.freshet.planner.domain;

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
                new UndefinedInstanceRule(runs, workspace.graph, propagation, outputs, settlement),
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
