package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowResumed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.table.StoreFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
    private final Map<WorkflowRef, Fault> faults = new HashMap<>();
    private final Set<WorkflowRef> purging;

    public IsolatedPlanner(
            Tables tables, StepLimits steps, UnitOfWork work, FinishListener finishes, FaultListener listener) {
        this.tables = tables;
        this.work = work;
        this.finishes = finishes;
        this.listener = listener;
        this.planner = new Planner(tables, steps, work::emit, finishes);
        this.purging = planner.purging();
        tables.faults().scan("", (_, fault) -> {
            faults.put(fault.workflow(), fault);
            return true;
        });
    }

    /**
     * A version was deployed. If the workflow rests, that ends it, provided that the version is newer.
     *
     * @param source the record that says so
     * @return why the workflow rests if this could not be decided
     * @throws UnplannableException if it cannot be planned; nothing was changed
     */
    public Optional<Fault> define(WorkflowDefinition definition, @Nullable SourceRecord source, Instant now) {
        Fault fault = faults.get(definition.workflow());
        if (purging.contains(definition.workflow())) {
            keepUntilPurged(definition);
            return Optional.empty();
        }
        if (fault == null) {
            Subject subject = new Subject(definition.workflow(), definition, source, now);
            return decide(subject, () -> planner.define(definition, now));
        }
        return definition.version() > fault.version()
                ? recover(fault, definition, causeOf(definition), definition.installedBy(), source, now)
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

    /**
     * The workflow was removed; what it made stays. That is done in steps, whatever state it is in: if it cannot be taken away as others
     * are, all its rows are deleted ({@link Purge}).
     *
     * @param version that was removed; if a newer one is known, nothing is done
     */
    public void remove(WorkflowRef workflow, int version, Instant now) {
        Fault fault = faults.get(workflow);
        if (purging.contains(workflow)) {
            Purge purge = planner.purgeOf(workflow);
            withoutFail(workflow, () -> purge.drop(version), purge::dropAny);
            work.commit();
            return;
        }
        try {
            if ((fault != null && fault.version() > version) || planner.isOlder(workflow, version, now)) {
                return;
            }
            if (fault != null && planner.isGoing(workflow, now)) {
                purge(workflow, now);
            } else {
                planner.remove(workflow, now);
            }
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            undo(workflow);
            purge(workflow, now);
        }
        if (fault != null) {
            tables.faults().delete(workflow.toString());
            work.emit(new WorkflowResumed(workflow, fault.version(), REMOVAL, now));
        }
        work.commit();
        faults.remove(workflow);
    }

    /** Begins to delete all that there is of a workflow, which goes on in steps. */
    private void purge(WorkflowRef workflow, Instant now) {
        try {
            planner.unsubscribe(workflow, now);
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // What it reads cannot be read; what the catalogue goes on to tell does nothing.
            undo(workflow);
        }
        planner.beginPurge(workflow);
        purging.add(workflow);
    }

    private void goOnWithPurge(WorkflowRef workflow, int limit, Instant now) {
        boolean[] more = {true};
        withoutFail(
                workflow,
                () -> more[0] = planner.purge(workflow, limit, true, now),
                () -> more[0] = planner.purge(workflow, limit, false, now));
        work.commit();
        if (!more[0]) {
            endPurge(workflow, now);
        }
    }

    private void endPurge(WorkflowRef workflow, Instant now) {
        @Nullable WorkflowDefinition[] next = {null};
        withoutFail(workflow, () -> next[0] = planner.purgeOf(workflow).kept(), () -> next[0] = null);
        planner.endPurge(workflow);
        work.commit();
        purging.remove(workflow);
        if (next[0] != null) {
            define(next[0], null, now);
        }
    }

    private void keepUntilPurged(WorkflowDefinition definition) {
        WorkflowModels.plannable(definition);
        Purge purge = planner.purgeOf(definition.workflow());
        try {
            withoutFail(definition.workflow(), () -> purge.keep(definition), () -> purge.replace(definition));
        } catch (BoundExceededException e) {
            throw new UnplannableException(new IllegalArgumentException(e.getMessage(), e));
        }
        work.commit();
    }

    /** Does something to a workflow of which nothing may be readable: twice, if need be, and then what needs no reading. */
    private void withoutFail(WorkflowRef workflow, Runnable reading, Runnable blind) {
        for (int tries = 0; tries < 2; tries++) {
            try {
                reading.run();
                return;
            } catch (StoreFailedException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                undo(workflow);
            }
        }
        blind.run();
    }

    private boolean isIdle(WorkflowRef workflow) {
        return faults.containsKey(workflow) || purging.contains(workflow);
    }

    /** The catalogue tells of changes. A workflow that rests hears of them when it goes on. */
    public Optional<Fault> changed(PartitionsChanged changed, @Nullable SourceRecord source, Instant now) {
        return isIdle(changed.workflow())
                ? Optional.empty()
                : decide(new Subject(changed.workflow(), changed, source, now), () -> planner.changed(changed, now));
    }

    /** Somebody asks for something to run, to stop or to go on. What is asked of a workflow that rests fails at once. */
    public Optional<Fault> requested(RunRequest request, @Nullable SourceRecord source, Instant now) {
        Fault fault = faults.get(request.workflow());
        if (purging.contains(request.workflow())) {
            return Optional.empty();
        }
        if (fault == null) {
            return request instanceof RunRequest.Resume
                    ? Optional.empty()
                    : decide(
                            new Subject(request.workflow(), request, source, now),
                            () -> planner.requested(request, now));
        }
        switch (request) {
            case RunRequest.Resume resume -> {
                return recover(fault, fault.deployment(), resume.cause(), resume.requestedBy(), source, now);
            }
            case RunRequest.Evaluate evaluate -> refuse(evaluate, now);
            case RunRequest.Cancel _ -> {
                // Nothing of it goes on that could be stopped; attempts in flight are given up when it is resumed.
            }
        }
        return Optional.empty();
    }

    /** An attempt ended. A workflow that rests asks for another when it goes on. */
    public Optional<Fault> finished(AttemptFinished finished, @Nullable SourceRecord source, Instant now) {
        WorkflowRef workflow = finished.instance().workflowRef();
        if (isIdle(workflow)) {
            finishes.finished(finished, false);
            return Optional.empty();
        }
        return decide(new Subject(workflow, finished, source, now), () -> planner.finished(finished, now));
    }

    /** Some of what an attempt has written is listed. A workflow that rests asks for another attempt when it goes on. */
    public Optional<Fault> listed(OutputsListed outputs, @Nullable SourceRecord source, Instant now) {
        WorkflowRef workflow = outputs.instance().workflowRef();
        return isIdle(workflow)
                ? Optional.empty()
                : decide(new Subject(workflow, outputs, source, now), () -> planner.listed(outputs, now));
    }

    /** The workflows in which there is work for {@link #proceed}. */
    public Set<WorkflowRef> unfinished() {
        Set<WorkflowRef> unfinished = planner.unfinished();
        if (faults.isEmpty()) {
            return unfinished;
        }
        Set<WorkflowRef> awake = new LinkedHashSet<>(unfinished);
        awake.removeAll(faults.keySet());
        return awake;
    }

    /** The workflows that rest, and why. */
    public Map<WorkflowRef, Fault> faults() {
        return Map.copyOf(faults);
    }

    /**
     * Goes on with work that is done in steps.
     *
     * @param limit how many instances this step touches at the most
     */
    public void proceed(WorkflowRef workflow, int limit, Instant now) {
        if (purging.contains(workflow)) {
            goOnWithPurge(workflow, limit, now);
        } else if (!faults.containsKey(workflow)) {
            decide(new Subject(workflow, null, null, now), () -> planner.proceed(workflow, limit, now));
        }
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
        Map<WorkflowRef, List<Timers.Timer>> due = planner.takeDue(limit, now);
        work.commit();
        due.forEach((workflow, timers) -> {
            if (!isIdle(workflow)) {
                decide(new Subject(workflow, null, null, now), () -> planner.passed(workflow, timers, now));
            }
            if (faults.containsKey(workflow)) {
                planner.putOff(timers, now.plus(TIMERS_REST));
                work.commit();
            }
        });
    }

    /**
     * What a decision is about.
     *
     * @param event about which it is to be decided; null if it is no event
     */
    private record Subject(
            WorkflowRef workflow,
            @Nullable Event event,
            @Nullable SourceRecord source,
            Instant now) {}

    private Optional<Fault> decide(Subject subject, Runnable decision) {
        try {
            decision.run();
        } catch (StoreFailedException e) {
            throw e;
        } catch (UnplannableException e) {
            undo(subject.workflow());
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            Event kept = planner.inHand();
            undo(subject.workflow());
            return Optional.of(rest(subject, kept, e));
        }
        work.commit();
        return Optional.empty();
    }

    private void undo(WorkflowRef workflow) {
        work.rollback();
        planner.forget(workflow);
    }

    /**
     * Lets a workflow rest.
     *
     * @param kept the event that had been kept for later and was being dealt with; null if it was none
     */
    private Fault rest(Subject subject, @Nullable Event kept, Throwable thrown) {
        Event culprit = kept == null ? subject.event() : kept;
        WorkflowDefinition deployment = culprit instanceof WorkflowDefinition definition ? definition : null;
        Fault fault = new Fault(
                subject.workflow(),
                deployment == null ? version(subject.workflow()) : deployment.version(),
                Fault.codeOf(thrown),
                Fault.messageOf(thrown),
                kept == null ? subject.source() : null,
                deployment,
                subject.now());
        try {
            if (kept != null) {
                planner.drop(subject.workflow(), kept, subject.now());
            }
            if (culprit instanceof RunRequest.Evaluate request) {
                planner.refuse(request, subject.now());
            }
            record(fault);
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            thrown.addSuppressed(e);
            undo(subject.workflow());
            fault = fault.withoutDeployment();
            record(fault);
        }
        work.commit();
        faults.put(subject.workflow(), fault);
        listener.faulted(fault, thrown);
        return fault;
    }

    /** The version that is deployed; 0 if there is none that can be read. */
    private int version(WorkflowRef workflow) {
        try {
            return planner.version(workflow);
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            // That row may be what failed; any version that is deployed is then newer.
            return 0;
        }
    }

    private void record(Fault fault) {
        tables.faults().put(fault.workflow().toString(), fault);
        work.emit(fault.event());
    }

    /**
     * Lets a workflow go on.
     *
     * @param next the version to take over first; null if none is
     */
    private Optional<Fault> recover(
            Fault fault,
            @Nullable WorkflowDefinition next,
            Cause cause,
            String by,
            @Nullable SourceRecord source,
            Instant now) {
        WorkflowRef workflow = fault.workflow();
        faults.remove(workflow);
        try {
            return decide(new Subject(workflow, next, source, now), () -> {
                tables.faults().delete(workflow.toString());
                work.emit(new WorkflowResumed(workflow, next == null ? fault.version() : next.version(), by, now));
                planner.recover(next, new RunRequest.Resume(workflow, cause, by, now), now);
            });
        } catch (UnplannableException e) {
            faults.put(workflow, fault);
            throw e;
        }
    }

    /** Lets a run that is asked for end as a failure, so that nobody waits for it. */
    private void refuse(RunRequest.Evaluate request, Instant now) {
        try {
            planner.refuse(request, now);
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The workflow rests already, and its row says why.
            undo(request.workflow());
            return;
        }
        work.commit();
    }
}
