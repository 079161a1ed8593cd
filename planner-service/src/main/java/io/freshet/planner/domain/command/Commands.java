package io.freshet.planner.domain.command;

import io.freshet.planner.domain.attempt.OnAttemptFinished;
import io.freshet.planner.domain.deployment.Adoption;
import io.freshet.planner.domain.deployment.DatasetSubscriptions;
import io.freshet.planner.domain.deployment.Deployment;
import io.freshet.planner.domain.deployment.Inheritance;
import io.freshet.planner.domain.deployment.OnPartitionsChanged;
import io.freshet.planner.domain.deployment.OnRemoved;
import io.freshet.planner.domain.deployment.OutputWorkRule;
import io.freshet.planner.domain.deployment.Recovery;
import io.freshet.planner.domain.deployment.SnapshotPruning;
import io.freshet.planner.domain.deployment.VersionChange;
import io.freshet.planner.domain.evaluation.EvaluationLoop;
import io.freshet.planner.domain.graph.Connection;
import io.freshet.planner.domain.graph.ExternalPartitions;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.InstanceDefinition;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.run.Backlog;
import io.freshet.planner.domain.run.InstanceRemoval;
import io.freshet.planner.domain.run.RunQueue;
import io.freshet.planner.domain.run.Runs;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one decision, one for each kind of input, each given what it needs. Who depends on whom is said here: rules know only
 * what their constructors take.
 */
public final class Commands {
    private final Workspace workspace;
    private final InstanceRules instances;
    private final DatasetSubscriptions subscriptions;
    private final ExternalPartitions partitions;
    private final Inheritance inheritance;
    private final RunQueue queue;

    public Commands(PlanningContext context) {
        this.workspace = new Workspace(context);
        this.instances = new InstanceRules(workspace);
        this.subscriptions = new DatasetSubscriptions(context, workspace.runs);
        this.partitions = new ExternalPartitions(context, workspace.graph, workspace.holds);
        this.inheritance = new Inheritance(context, workspace.graph, new InstanceDefinition(context), workspace.holds);
        this.queue = new RunQueue(context, workspace.runs);
    }

    public PlanningContext context() {
        return workspace.context;
    }

    public Backlog backlog() {
        return workspace.backlog;
    }

    /** Whether anything is left to do once the decision has ended. */
    public boolean isWorkLeft() {
        return workspace.backlog.isOpen() || workspace.holds.canRelease() || queue.isReady();
    }

    public Deployment deployed(@Nullable WorkflowModel before) {
        return new Deployment(
                workspace.context,
                workspace.runs,
                workspace.agenda,
                subscriptions,
                new VersionChange(workspace.context.model(), before));
    }

    public Recovery resumed() {
        return new Recovery(workspace.context, workspace.runs, workspace.agenda, subscriptions);
    }

    public OnRemoved removed() {
        return new OnRemoved(workspace.context, workspace.backlog, subscriptions);
    }

    public InstanceRemoval instanceRemoval() {
        return new InstanceRemoval(workspace.context, workspace.runs, workspace.events);
    }

    public Runs runs() {
        return workspace.runs;
    }

    public OnPartitionsChanged partitionsChanged() {
        return new OnPartitionsChanged(workspace.context, workspace.runs, workspace.agenda, partitions, subscriptions);
    }

    public Adoption adoption() {
        return new Adoption(workspace.context, workspace.runs, workspace.agenda, subscriptions, inheritance);
    }

    public RunAdmission runAdmission() {
        RunStart start = new RunStart(workspace.context, workspace.runs, workspace.creation, workspace.agenda);
        return new RunAdmission(workspace.context, workspace.runs, queue, start, instances.cancellation);
    }

    public OnRunRequested runRequested() {
        return new OnRunRequested(
                workspace.context.workflow(), workspace.runs, queue, instances.cancellation, runAdmission());
    }

    public OnAttemptFinished attemptFinished() {
        return instances.attemptFinished();
    }

    public OnTimersDue timersDue() {
        return new OnTimersDue(workspace.context, workspace.runs, workspace.propagation, workspace.holds);
    }

    /** What follows from each of the inputs. */
    public Progress progress() {
        EvaluationLoop evaluations = new EvaluationLoop(
                workspace.context, workspace.agenda, workspace.propagation, instances.evaluation, workspace.holds);
        return new Progress(
                new DeferredWorkRunner(workspace.agenda, workspace.propagation, evaluations, this::deferredWork),
                evaluations,
                new HoldRelease(workspace.backlog, evaluations, workspace.holds),
                adoption(),
                new Completion(
                        workspace.context, workspace.runs, workspace.creation, workspace.forgetting, workspace.events));
    }

    private DeferredWorkStep deferredWork() {
        return new DeferredWorkStep(
                workspace.context.lookups(), workspace.agenda, pagedRules(), instances.listings, workspace.forgetting);
    }

    private PagedRules pagedRules() {
        PlanningContext context = workspace.context;
        Runs runs = workspace.runs;
        Holds holds = workspace.holds;
        RunWorkRule runWork = new RunWorkRule(context, runs, holds, instances.cancellation, workspace.events);
        return new PagedRules(
                new GraphWorkRule(
                        context, workspace.graph, workspace.agenda, holds, new Connection(context, workspace.creation)),
                runWork,
                new RemovalWorkRule(context, runs, instanceRemoval()),
                new OutputWorkRule(context, inheritance, workspace.forgetting),
                new SnapshotPruning(context, partitions, subscriptions),
                new ForemostRule(context, workspace.agenda, holds, runWork));
    }
}
