package io.freshet.planner.domain;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.deployment.Recovery;
import io.freshet.planner.domain.metadata.DeploymentMetadata;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.UnplannableException;
import io.freshet.planner.domain.run.Inbox;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.domain.state.Tables;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.decision.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Planner} in which a decision that fails costs one workflow. Each decision is a {@link UnitOfWork}: when it throws, or is
 * larger than one may be, nothing of it is kept, and the workflow rests: a row and an event say why, and nothing of it is decided until
 * a newer version is deployed or somebody resumes it. It then reads everything it subscribes to anew, gives up the attempts in flight
 * and evaluates all instances ({@link Recovery}), so that nothing is lost of what came while it rested. If the same decision fails again,
 * it rests again.
 *
 * <p>A failure of a table or of {@link UnitOfWork#commit} is not caught: it concerns all workflows. Neither is the lack of memory,
 * which may have hit other threads as well. Repetition is harmless, as of {@link Planner}. Not thread-safe.
 */
public final class IsolatedPlanner {
    /** For how long the timers of a workflow that rests are put off each time they are due. */
    static final Duration TIMERS_REST = Duration.ofSeconds(10);

    /** Stands for the user who resumed a workflow that was removed. */
    private static final String REMOVAL = "removal";

    private final Tables tables;
    private final UnitOfWork work;
    private final FinishListener finishes;
    private final FaultListener listener;
    private final Planner planner;
    private final Isolation isolation;
    private final Faults faults;
    private final Purges purges;

    public IsolatedPlanner(
            Tables tables, StepLimits steps, UnitOfWork work, FinishListener finishes, FaultListener listener) {
        this.tables = tables;
        this.work = work;
        this.finishes = finishes;
        this.listener = listener;
        this.planner = new Planner(tables, steps, work::emit, finishes);
        this.isolation = new Isolation(work, planner);
        this.purges = new Purges(planner.workflows(), isolation, work);
        this.faults = new Faults(tables.faults(), work);
    }

    /**
     * Decides about an input. A workflow that rests hears of nothing that came meanwhile when it goes on: it asks for it anew.
     *
     * @param source the record that the input comes from; null if it is none
     * @return why the workflow rests if this could not be decided
     * @throws UnplannableException if a version that was deployed cannot be planned; nothing was changed
     */
    public Optional<Fault> decide(PlannerInput input, @Nullable SourceRecord source, Instant now) {
        return switch (input) {
            case PlannerInput.Deployed deployed -> deployed(deployed, source, now);
            case PlannerInput.RunRequested requested -> requested(requested, source, now);
            case PlannerInput.AttemptEnded ended -> ended(ended, source, now);
            case PlannerInput.TimersDue due -> timersDue(due, now);
            case PlannerInput.Removed removed -> {
                remove(removed, now);
                yield Optional.empty();
            }
            case PlannerInput.Continue next
            when purges.contains(next.workflow()) ->
                purges.step(next.workflow(), next.limit(), now)
                        .flatMap(kept -> decide(new PlannerInput.Deployed(kept), null, now));
            case PlannerInput.Continue _,
                    PlannerInput.PartitionsReported _,
                    PlannerInput.OutputsReported _,
                    PlannerInput.Resumed _ -> awake(input, source, now);
        };
    }

    /** The workflows in which there is work for {@link PlannerInput.Continue}. */
    public Set<WorkflowRef> unfinished() {
        return faults.isEmpty()
                ? planner.unfinished()
                : planner.workflows().unfinished(workflow -> !faults.contains(workflow));
    }

    /** The workflows that rest, and why. */
    Map<WorkflowRef, Fault> faults() {
        return faults.known();
    }

    /** When {@link #due} has something to do next; null: not unless something else happens. */
    public @Nullable Instant nextDue() {
        return planner.nextDue();
    }

    /**
     * Does what is due, the earliest first.
     *
     * @param limit how much at the most; what is left is still due afterwards
     */
    public void due(int limit, Instant now) {
        List<PlannerInput.TimersDue> due = planner.takeDue(limit, now);
        work.commit();
        due.forEach(timers -> decide(timers, null, now));
    }

    /** If the workflow rests, a newer version ends that. */
    private Optional<Fault> deployed(PlannerInput.Deployed deployed, @Nullable SourceRecord source, Instant now) {
        WorkflowDefinition definition = deployed.event();
        Fault fault = faults.get(definition.workflow());
        if (purges.contains(definition.workflow())) {
            purges.keep(definition);
            return Optional.empty();
        }
        if (fault == null) {
            return decideNow(deployed, source, now);
        }
        RunRequest.Resume resume =
                new RunRequest.Resume(definition.workflow(), causeOf(definition), definition.installedBy(), now);
        return definition.version() > fault.version()
                ? recover(fault, new PlannerInput.Resumed(definition, resume), source)
                : Optional.empty();
    }

    /** Of the run in which everything is looked at again: another than the deployment's own, which may end before. */
    private static Cause causeOf(WorkflowDefinition definition) {
        Cause deployed = definition.cause();
        return new Cause(
                DerivedId.of("recovery", deployed.id()),
                Cause.Kind.DEPLOYED,
                deployed.at(),
                "Everything is looked at again, because the workflow rested until version %d was deployed"
                        .formatted(definition.version()));
    }

    /** What is asked of a workflow that rests fails at once. */
    private Optional<Fault> requested(PlannerInput.RunRequested requested, @Nullable SourceRecord source, Instant now) {
        RunRequest request = requested.event();
        Fault fault = faults.get(request.workflow());
        if (purges.contains(request.workflow())) {
            return Optional.empty();
        }
        if (fault == null) {
            return request instanceof RunRequest.Resume ? Optional.empty() : decideNow(requested, source, now);
        }
        switch (request) {
            case RunRequest.Resume resume -> {
                RunRequest.Resume fromNow =
                        new RunRequest.Resume(resume.workflow(), resume.cause(), resume.requestedBy(), now);
                return recover(fault, new PlannerInput.Resumed(fault.deployment(), fromNow), source);
            }
            case RunRequest.Evaluate evaluate -> {
                // If even that fails: the workflow rests already, and its row says why.
                if (isolation
                        .attempt(request.workflow(), () -> refuse(evaluate, now))
                        .isEmpty()) {
                    work.commit();
                }
            }
            case RunRequest.Cancel _ -> {
                // Nothing of it goes on that could be stopped; attempts in flight are given up when it is resumed.
            }
        }
        return Optional.empty();
    }

    /** A workflow that rests asks for another attempt when it goes on. */
    private Optional<Fault> ended(PlannerInput.AttemptEnded ended, @Nullable SourceRecord source, Instant now) {
        if (isIdle(ended.workflow())) {
            finishes.finished(ended.event(), false);
            return Optional.empty();
        }
        return decideNow(ended, source, now);
    }

    private Optional<Fault> timersDue(PlannerInput.TimersDue due, Instant now) {
        Optional<Fault> fault = awake(due, null, now);
        if (faults.contains(due.workflow())) {
            planner.putOff(due, now.plus(TIMERS_REST));
            work.commit();
        }
        return fault;
    }

    private boolean isIdle(WorkflowRef workflow) {
        return faults.contains(workflow) || purges.contains(workflow);
    }

    private Optional<Fault> awake(PlannerInput input, @Nullable SourceRecord source, Instant now) {
        return isIdle(input.workflow()) ? Optional.empty() : decideNow(input, source, now);
    }

    /** A workflow is taken away in steps, whatever state it is in: if it cannot be as others are, all its rows are deleted. */
    private void remove(PlannerInput.Removed removed, Instant now) {
        WorkflowRef workflow = removed.workflow();
        Fault fault = faults.get(workflow);
        if (purges.contains(workflow)) {
            purges.drop(workflow, removed.version());
            return;
        }
        boolean[] outdated = {fault != null && fault.version() > removed.version()};
        if (!outdated[0]) {
            isolation
                    .attempt(workflow, () -> outdated[0] = !remove(removed, fault, now))
                    .ifPresent(_ -> purges.begin(workflow, now));
        }
        if (outdated[0]) {
            return;
        }
        if (fault != null) {
            faults.erase(workflow, fault.version(), REMOVAL, now);
        }
        work.commit();
        faults.forget(workflow);
    }

    /** False if a newer version is deployed, or kept for later. */
    private boolean remove(PlannerInput.Removed removed, @Nullable Fault fault, Instant now) {
        Optional<DeploymentMetadata> metadata =
                planner.workflows().context(removed.workflow(), now).map(context -> context.deployments());
        if (metadata.filter(of -> of.versions().newest() > removed.version()).isPresent()) {
            return false;
        }
        if (fault != null && metadata.filter(of -> of.removal().isBegun()).isPresent()) {
            purges.begin(removed.workflow(), now);
        } else {
            planner.decide(removed, now);
        }
        return true;
    }

    private Optional<Fault> decideNow(PlannerInput input, @Nullable SourceRecord source, Instant now) {
        return conclude(input, source, now, () -> planner.decide(input, now));
    }

    private Optional<Fault> conclude(
            PlannerInput input, @Nullable SourceRecord source, Instant now, Runnable decision) {
        Optional<Isolation.Failure> failure = isolation.attempt(input.workflow(), decision);
        if (failure.isEmpty()) {
            work.commit();
            return Optional.empty();
        }
        if (failure.get().thrown() instanceof UnplannableException unplannable) {
            throw unplannable;
        }
        return Optional.of(rest(input, failure.get(), source, now));
    }

    /** Lets a workflow rest. */
    private Fault rest(PlannerInput input, Isolation.Failure failure, @Nullable SourceRecord source, Instant now) {
        Event kept = failure.kept();
        Event culprit = kept == null ? eventOf(input) : kept;
        WorkflowDefinition deployment = culprit instanceof WorkflowDefinition definition ? definition : null;
        int version = deployment == null ? version(input.workflow()) : deployment.version();
        Fault fault = new Fault(
                input.workflow(),
                version,
                Fault.Failure.of(failure.thrown(), now),
                kept == null ? source : null,
                deployment);
        Optional<Isolation.Failure> again =
                isolation.attempt(input.workflow(), () -> giveUp(kept, culprit, fault, now));
        Fault known = again.isPresent() ? fault.withoutDeployment() : fault;
        if (again.isPresent()) {
            failure.thrown().addSuppressed(again.get().thrown());
            faults.write(known);
        }
        work.commit();
        faults.remember(known);
        listener.faulted(known, failure.thrown());
        return known;
    }

    /** Nothing more is tried with what could not be decided. */
    private void giveUp(@Nullable Event kept, @Nullable Event culprit, Fault fault, Instant now) {
        if (kept != null) {
            planner.workflows().context(fault.workflow(), now).ifPresent(context -> new Inbox(context).drop(kept));
        }
        if (culprit instanceof RunRequest.Evaluate request) {
            refuse(request, now);
        }
        faults.write(fault);
    }

    private static @Nullable Event eventOf(PlannerInput input) {
        return switch (input) {
            case PlannerInput.Deferrable deferrable -> deferrable.event();
            case PlannerInput.OutputsReported(OutputsListed outputs) -> outputs;
            case PlannerInput.Resumed resumed -> resumed.next();
            case PlannerInput.Removed _, PlannerInput.TimersDue _, PlannerInput.Continue _ -> null;
        };
    }

    /** The version that is deployed; 0 if there is none that can be read. */
    private int version(WorkflowRef workflow) {
        try {
            WorkflowDefinition definition = tables.definitions().get(workflow.toString());
            return definition == null ? 0 : definition.version();
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            // That row may be what failed; any version that is deployed is then newer.
            return 0;
        }
    }

    /** Lets a workflow go on. */
    private Optional<Fault> recover(Fault fault, PlannerInput.Resumed resumed, @Nullable SourceRecord source) {
        WorkflowRef workflow = fault.workflow();
        WorkflowDefinition next = resumed.next();
        Instant now = resumed.request().at();
        int version = next == null ? fault.version() : next.version();
        faults.forget(workflow);
        try {
            return conclude(resumed, source, now, () -> {
                faults.erase(workflow, version, resumed.request().requestedBy(), now);
                planner.decide(resumed, now);
            });
        } catch (UnplannableException e) {
            faults.remember(fault);
            throw e;
        }
    }

    /** Lets a run that is asked for end as a failure, so that nobody waits for it. */
    private void refuse(RunRequest.Evaluate request, Instant now) {
        planner.workflows()
                .commands(request.workflow(), now)
                .ifPresent(commands -> commands.runAdmission().refuse(request));
    }
}
