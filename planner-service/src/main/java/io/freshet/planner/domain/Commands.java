package io.freshet.planner.domain;

import org.jspecify.annotations.Nullable;

/**
 * The commands of one decision, one for each kind of input, each given what it needs. Who depends on whom is said here: rules know only
 * what their constructors take.
 */
final class Commands {
    private final Workspace workspace;
    private final InstanceRules instances;
    private final DatasetSubscriptions subscriptions;
    private final ExternalPartitions partitions;
    private final Inheritance inheritance;
    private final RunQueue queue;

    Commands(PlanningContext context) {
        this.workspace = new Workspace(context);
        this.instances = new InstanceRules(workspace);
        this.subscriptions = new DatasetSubscriptions(context, workspace.runs);
        this.partitions = new ExternalPartitions(context, workspace.graph, workspace.holds);
        this.inheritance = new Inheritance(context, workspace.graph, workspace.holds);
        this.queue = new RunQueue(context, workspace.runs);
    }

    PlanningContext context() {
        return workspace.context;
    }

    Backlog backlog() {
        return workspace.backlog;
    }

    /** Whether anything is left to do once the decision has ended. */
    boolean isWorkLeft() {
        PlanningContext context = workspace.context;
        boolean canRelease = !context.metadata().holdReleases().scopes().isEmpty() && context.room() > 0;
        return workspace.backlog.isOpen() || canRelease || queue.isReady();
    }

    Deployment deployed(@Nullable WorkflowModel before) {
        return new Deployment(
                workspace.context,
                workspace.runs,
                workspace.agenda,
                subscriptions,
                new VersionChange(workspace.context.model(), before));
    }

    Recovery resumed() {
        return new Recovery(workspace.context, workspace.runs, workspace.agenda, subscriptions);
    }

    OnRemoved removed() {
        return new OnRemoved(workspace.context, workspace.backlog, subscriptions);
    }

    InstanceRemoval instanceRemoval() {
        return new InstanceRemoval(workspace.context, workspace.runs, workspace.events);
    }

    Runs runs() {
        return workspace.runs;
    }

    OnPartitionsChanged partitionsChanged() {
        return new OnPartitionsChanged(workspace.context, workspace.runs, workspace.agenda, partitions, subscriptions);
    }

    Adoption adoption() {
        return new Adoption(workspace.context, workspace.runs, workspace.agenda, subscriptions, inheritance);
    }

    RunAdmission runAdmission() {
        RunStart start = new RunStart(workspace.context, workspace.runs, workspace.graph, workspace.agenda);
        return new RunAdmission(workspace.context, workspace.runs, queue, start, instances.cancellation);
    }

    OnRunRequested runRequested() {
        return new OnRunRequested(
                workspace.context.workflow(), workspace.runs, queue, instances.cancellation, runAdmission());
    }

    OnAttemptFinished attemptFinished() {
        return instances.attemptFinished();
    }

    OnTimersDue timersDue() {
        return new OnTimersDue(workspace.context, workspace.runs, workspace.propagation, workspace.holds);
    }

    /** What follows from each of the inputs. */
    Progress progress() {
        EvaluationLoop evaluations = new EvaluationLoop(
                workspace.context, workspace.agenda, workspace.propagation, instances.evaluation, workspace.holds);
        return new Progress(
                new DeferredWorkRunner(workspace.agenda, workspace.propagation, evaluations, deferredWork()),
                evaluations,
                new HoldRelease(workspace.context, workspace.backlog, evaluations, workspace.holds),
                adoption(),
                new Completion(
                        workspace.context, workspace.runs, workspace.graph, workspace.forgetting, workspace.events));
    }

    private DeferredWorkStep deferredWork() {
        return new DeferredWorkStep(workspace.agenda, pagedRules(), instances.listings, workspace.forgetting);
    }

    private PagedRules pagedRules() {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        Holds holds = workspace.holds;
        return new PagedRules(
                new GraphWorkRule(context, workspace.graph, workspace.agenda, workspace.propagation, holds),
                new RunWorkRule(context, runs, holds, instances.cancellation, workspace.events),
                new RemovalWorkRule(context.tables(), runs, instanceRemoval()),
                new OutputWorkRule(context, inheritance, workspace.forgetting),
                new SnapshotPruning(context, partitions, subscriptions));
    }
}
