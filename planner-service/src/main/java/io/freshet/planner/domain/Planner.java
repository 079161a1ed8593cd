package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.metadata.WorkflowVersions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must run in the workflows whose rows its tables hold. Each method takes one input, changes the tables and emits what
 * follows, in an order that depends on nothing else. The caller makes a call's writes and events one transaction.
 *
 * <p>What concerns very many instances is done in steps, see {@link #proceed}; what else comes for the workflow meanwhile waits, in the
 * order in which it came.
 *
 * <p>Repetition is harmless: a definition of a version that is known, a change to a version that is known, a request with a cause that
 * was dealt with and the end of an attempt that nobody waits for change nothing. Not thread-safe.
 */
public final class Planner {
    /** How many instances are touched at once; the rest waits for {@link #proceed}. */
    public static final int STEP = 100;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Tables tables;
    private final StepLimits steps;
    private final Consumer<Event> out;
    private final FinishListener listener;
    private final WorkflowModels models;
    private final Set<WorkflowRef> unfinished = new LinkedHashSet<>();
    private @Nullable Event inHand;

    public Planner(Tables tables, Consumer<Event> out, FinishListener listener) {
        this(tables, StepLimits.DEFAULT, out, listener);
    }

    /**
     * A planner that does more or less at once.
     *
     * @param listener is told of the end of every attempt
     */
    public Planner(Tables tables, StepLimits steps, Consumer<Event> out, FinishListener listener) {
        this(tables, steps, out, listener, WorkflowMetadata.unfinished(tables.definitions(), tables.metadata()));
    }

    private Planner(
            Tables tables,
            StepLimits steps,
            Consumer<Event> out,
            FinishListener listener,
            Set<WorkflowRef> unfinished) {
        this.tables = tables;
        this.models = new WorkflowModels(tables);
        this.steps = steps;
        this.out = out;
        this.listener = listener;
        this.unfinished.addAll(unfinished);
    }

    /** A planner for a {@link DryRun}, in which nothing is left over from before. */
    static Planner onCopy(Tables copy, Consumer<Event> out) {
        return new Planner(copy, StepLimits.UNHURRIED, out, (_, _) -> {}, Set.of());
    }

    /**
     * A version was deployed.
     *
     * @throws UnplannableException if it cannot be planned; nothing was changed
     */
    public void define(WorkflowDefinition definition, Instant now) {
        WorkflowModel model = WorkflowModels.plannable(definition);
        if (!isKept(definition.workflow(), definition, now)) {
            replace(model, null, now);
        }
    }

    /** The workflow was removed; what it made stays. What is known of it goes in steps, during which everything else for it waits. */
    public void remove(WorkflowRef workflow, Instant now) {
        WorkflowModel before = models.get(workflow);
        if (before != null) {
            Commands commands = commands(before, now);
            commands.removed().apply();
            goOn(commands, STEP);
        }
    }

    /** Whether a newer version than this is deployed, or kept for later. */
    boolean isOlder(WorkflowRef workflow, int version, Instant now) {
        WorkflowModel model = models.get(workflow);
        return model != null && context(model, now).metadata().versions().newest() > version;
    }

    /** The catalogue tells of changes. */
    public void changed(PartitionsChanged changed, Instant now) {
        take(changed.workflow(), changed, now);
    }

    /** Somebody asks for something to run, or to stop. */
    public void requested(RunRequest request, Instant now) {
        take(request.workflow(), request, now);
    }

    /** An attempt ended. */
    public void finished(AttemptFinished finished, Instant now) {
        take(finished.instance().workflowRef(), finished, now);
    }

    /** Some of what an attempt has written is listed, before its end is reported. It is kept until then, whatever else there is to do. */
    public void listed(OutputsListed outputs, Instant now) {
        WorkflowModel model = models.get(outputs.instance().workflowRef());
        if (model == null) {
            return;
        }
        WorkflowTables rows = context(model, now).tables();
        if (AwaitedAttempt.find(model, rows, outputs).isPresent()) {
            rows.outputParts.keep(outputs);
            rows.flush();
        }
    }

    /** The workflows in which there is work for {@link #proceed}. */
    public Set<WorkflowRef> unfinished() {
        return Set.copyOf(unfinished);
    }

    /**
     * Goes on with work that is done in steps.
     *
     * @param limit how many instances this step touches at the most
     * @return whether there is still more
     */
    public boolean proceed(WorkflowRef workflow, int limit, Instant now) {
        WorkflowModel model = models.get(workflow);
        if (model == null) {
            unfinished.remove(workflow);
            return false;
        }
        Commands commands = commands(model, now);
        boolean isWorking = commands.backlog().agenda().isOpen();
        if (!isWorking && !commands.backlog().inbox().isEmpty()) {
            readInbox(workflow, now);
        } else {
            if (!isWorking) {
                commands.runAdmission().startNext();
            }
            goOn(commands, limit);
        }
        return unfinished.contains(workflow);
    }

    /** When {@link #due} has something to do next; null: not unless something else happens. */
    public @Nullable Instant nextDue() {
        return tables.timers().next();
    }

    /**
     * Does what is due, the earliest first.
     *
     * @param limit how much at the most; what is left is still due afterwards
     */
    public void due(int limit, Instant now) {
        takeDue(limit, now).forEach((workflow, timers) -> passed(workflow, timers, now));
    }

    /** Takes away the timers that are due, the earliest first. */
    Map<WorkflowRef, List<Timers.Timer>> takeDue(int limit, Instant now) {
        Map<WorkflowRef, List<Timers.Timer>> due = new LinkedHashMap<>();
        for (Timers.Timer timer : tables.timers().take(now, limit)) {
            due.computeIfAbsent(timer.workflow(), _ -> new ArrayList<>()).add(timer);
        }
        return due;
    }

    /** Does what the timers of a workflow were set for. */
    void passed(WorkflowRef workflow, List<Timers.Timer> timers, Instant now) {
        WorkflowModel model = models.get(workflow);
        if (model == null) {
            return;
        }
        Commands commands = commands(model, now);
        if (commands.backlog().isOpen()) {
            putOff(timers, now.plus(BUSY));
        } else {
            commands.timersDue().apply(timers);
            goOn(commands, STEP);
        }
    }

    /** Sets timers that were taken to a later time. */
    void putOff(List<Timers.Timer> timers, Instant later) {
        timers.forEach(timer -> tables.timers().set(timer.at(later)));
    }

    /** The event that was kept for later and is being dealt with; after a failure, the one that failed. Null if it is none. */
    @Nullable
    Event inHand() {
        return inHand;
    }

    /** The version that is deployed; 0 if there is none. */
    int version(WorkflowRef workflow) {
        WorkflowDefinition definition = tables.definitions().get(workflow.toString());
        return definition == null ? 0 : definition.version();
    }

    /** The tables are what they were before the last decision about the workflow. */
    void forget(WorkflowRef workflow) {
        models.forget(workflow);
        tables.timers().forget();
        inHand = null;
    }

    /**
     * Goes on with a workflow that rested.
     *
     * @param next the version that it is to have from now on; null if it is to keep its own
     * @throws UnplannableException if that cannot be planned; nothing was changed
     */
    void recover(@Nullable WorkflowDefinition next, RunRequest.Resume resume, Instant now) {
        WorkflowRef workflow = resume.workflow();
        WorkflowModel before = models.get(workflow);
        WorkflowModel model = next == null ? before : WorkflowModels.plannable(next);
        if (model == null) {
            return;
        }
        if (before != null) {
            unfinished.add(workflow);
        }
        if (next != null && isKept(workflow, next, now)) {
            take(workflow, resume, now);
        } else if (!isKept(workflow, resume, now)) {
            replace(model, resume, now);
        }
    }

    /** An event that was kept for later is not dealt with. */
    void drop(WorkflowRef workflow, Event kept, Instant now) {
        WorkflowModel model = models.get(workflow);
        if (model != null) {
            WorkflowTables rows = context(model, now).tables();
            new Inbox(rows).drop(kept);
            rows.flush();
        }
    }

    /** A run that is asked for is not to be. */
    void refuse(RunRequest.Evaluate request, Instant now) {
        WorkflowModel model = models.get(request.workflow());
        if (model != null) {
            Commands commands = commands(model, now);
            commands.runAdmission().refuse(request);
            commands.context().tables().flush();
        }
    }

    /** Whether the workflow was removed and something of it is left. */
    boolean isGoing(WorkflowRef workflow, Instant now) {
        WorkflowModel model = models.get(workflow);
        return model != null && context(model, now).metadata().removal().isBegun();
    }

    /** Begins to delete all rows of a workflow that cannot be taken away as others are, see {@link #purge}. */
    void beginPurge(WorkflowRef workflow) {
        purgeOf(workflow).begin();
        unfinished.add(workflow);
    }

    /** Says that a workflow wants to hear of nothing any more. */
    void unsubscribe(WorkflowRef workflow, Instant now) {
        WorkflowModel model = models.get(workflow);
        if (model != null) {
            model.external()
                    .forEach(dataset -> out.accept(new CatalogSubscription.Unsubscribed(dataset, workflow, now)));
        }
    }

    /** The workflows whose rows are being deleted. */
    Set<WorkflowRef> purging() {
        return unfinished.stream()
                .filter(workflow -> purgeOf(workflow).isBegun())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Deletes some more rows.
     *
     * @param tells whether the end of instances and runs is told, for which they have to be read
     * @return whether there may be more
     */
    boolean purge(WorkflowRef workflow, int limit, boolean tells, Instant now) {
        WorkflowModel model = tells ? models.get(workflow) : null;
        if (model == null) {
            return purgeOf(workflow).step(limit, null);
        }
        Commands commands = commands(model, now);
        Purge.Farewell farewell = new Purge.Farewell(commands.instanceRemoval(), commands.runs());
        return new Purge(commands.context().tables()).step(limit, farewell);
    }

    /** All rows are deleted but for which versions there were: none of them may come again. */
    void endPurge(WorkflowRef workflow) {
        purgeOf(workflow).end();
        models.remove(workflow);
        unfinished.remove(workflow);
    }

    Purge purgeOf(WorkflowRef workflow) {
        return new Purge(new WorkflowTables(tables, workflow));
    }

    /** Deals with an event, or keeps it for later. */
    private void take(WorkflowRef workflow, Event event, Instant now) {
        if (!isKept(workflow, event, now)) {
            decide(models.get(workflow), event, now);
        }
    }

    /** Keeps an event for later if there is something to be finished before; false if there is not. */
    private boolean isKept(WorkflowRef workflow, Event event, Instant now) {
        WorkflowModel model = unfinished.contains(workflow) ? models.get(workflow) : null;
        Workspace workspace = model == null ? null : new Workspace(context(model, now));
        if (workspace == null || !workspace.backlog.isOpen()) {
            return false;
        }
        workspace.backlog.inbox().add(event);
        workspace.context.tables().flush();
        return true;
    }

    /** Deals with some of what came while there was something else to do. */
    private void readInbox(WorkflowRef workflow, Instant now) {
        for (int i = 0; i < steps.inbox(); i++) {
            WorkflowModel model = models.get(workflow);
            Commands commands = model == null ? null : commands(model, now);
            Event event = commands == null || commands.backlog().agenda().isOpen()
                    ? null
                    : commands.backlog().inbox().first();
            if (commands == null || event == null) {
                return;
            }
            commands.backlog().inbox().removeFirst();
            inHand = event;
            if (commands.context().metadata().removal().isBegun()) {
                readAfterRemoval(commands, event, now);
            } else {
                track(commands);
                commands.context().tables().flush();
                decide(model, event, now);
            }
            inHand = null;
        }
    }

    /** Deals with what came while the workflow was removed: a definition that came after the removal begins anew. */
    private void readAfterRemoval(Commands commands, Event event, Instant now) {
        WorkflowMetadata metadata = commands.context().metadata();
        boolean counts = !metadata.removal().takeDiscarded();
        // One that is read again is none to begin with: what waits behind it would never be read.
        if (counts
                && event instanceof WorkflowDefinition definition
                && definition.version() > metadata.versions().lastDeployed()) {
            forget(commands);
            decide(null, event, now);
            return;
        }
        if (!(event instanceof WorkflowDefinition)) {
            decide(null, event, now);
        }
        forgetRemoved(commands);
        commands.context().tables().flush();
    }

    /** Forgets a workflow that was removed, if nothing of it is left and nothing waits that may be for its successor. */
    private void forgetRemoved(Commands commands) {
        if (commands.context().metadata().removal().isBegun()
                && !commands.backlog().isOpen()) {
            forget(commands);
        }
    }

    private void forget(Commands commands) {
        PlanningContext context = commands.context();
        context.metadata().removal().end();
        context.tables().flush();
        models.remove(context.workflow());
        unfinished.remove(context.workflow());
    }

    private void decide(@Nullable WorkflowModel model, Event event, Instant now) {
        switch (event) {
            case WorkflowDefinition definition -> replace(WorkflowModels.plannable(definition), null, now);
            case PartitionsChanged changed when model != null -> apply(model, changed, now);
            case RunRequest request when model != null -> apply(model, request, now);
            case AttemptFinished finished -> listener.finished(finished, model != null && accept(model, finished, now));
            case PartitionsChanged _, RunRequest _ -> {
                // The workflow has been removed.
            }
            default -> throw new IllegalStateException("not for the planner: " + event);
        }
    }

    /**
     * Lets a version take over if it is newer.
     *
     * @param resume what lets the workflow go on after it rested; null if it did not
     */
    private void replace(WorkflowModel model, RunRequest.@Nullable Resume resume, Instant now) {
        WorkflowModel before = models.get(model.ref());
        int version = model.definition().version();
        boolean isKnown = before != null && before.definition().version() >= version;
        WorkflowModel current = before != null && isKnown ? before : model;
        Commands commands = commands(current, now);
        WorkflowVersions versions = commands.context().metadata().versions();
        boolean wasRemoved = before == null && versions.lastDeployed() >= version;
        if (wasRemoved || (isKnown && resume == null)) {
            return;
        }
        if (!isKnown) {
            models.put(model);
            versions.deployed(version);
            commands.deployed(before).apply();
        }
        if (resume != null) {
            commands.resumed().apply(resume);
        }
        goOn(commands, STEP);
    }

    private void apply(WorkflowModel model, PartitionsChanged changed, Instant now) {
        ExternalDataset dataset = ExternalDataset.of(model, changed.dataset());
        Commands commands = commands(model, now);
        if (dataset.isRead()) {
            commands.partitionsChanged().apply(dataset, changed);
            goOn(commands, STEP);
        } else if (commands.adoption().isOpen(changed.dataset())) {
            commands.adoption().apply(changed);
            goOn(commands, STEP);
        }
    }

    private void apply(WorkflowModel model, RunRequest request, Instant now) {
        if (request instanceof RunRequest.Evaluate trial && trial.trial()) {
            out.accept(DryRun.of(tables, model, trial, now));
            return;
        }
        Commands commands = commands(model, now);
        switch (request) {
            case RunRequest.Evaluate evaluate -> commands.runRequested().evaluate(evaluate);
            case RunRequest.Cancel cancel -> commands.runRequested().cancel(cancel);
            case RunRequest.Resume resume -> commands.resumed().apply(resume);
        }
        goOn(commands, STEP);
    }

    private boolean accept(WorkflowModel model, AttemptFinished finished, Instant now) {
        Commands commands = commands(model, now);
        boolean accepted = commands.attemptFinished().apply(finished);
        if (accepted) {
            goOn(commands, commands.backlog().agenda().isOpen() ? STEP : 0);
        } else {
            // What it had listed before is forgotten.
            commands.context().tables().flush();
        }
        return accepted;
    }

    private Commands commands(WorkflowModel model, Instant now) {
        return new Commands(context(model, now));
    }

    private PlanningContext context(WorkflowModel model, Instant now) {
        return PlanningContext.of(model, tables, steps, now, out);
    }

    /** Does what follows, and some of what is left over from before. */
    private void goOn(Commands commands, int limit) {
        commands.progress().apply(limit);
        track(commands);
        forgetRemoved(commands);
    }

    /** Remembers whether anything is left to do. */
    private void track(Commands commands) {
        if (commands.isWorkLeft()) {
            unfinished.add(commands.context().workflow());
        } else {
            unfinished.remove(commands.context().workflow());
        }
    }
}
