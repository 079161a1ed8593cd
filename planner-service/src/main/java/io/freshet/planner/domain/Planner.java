package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.attempt.AwaitedAttempt;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.deployment.Adoption;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.model.ExternalDataset;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.UnplannableException;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must run in the workflows whose rows its tables hold. Each {@link PlannerInput} changes the tables and emits what follows, in
 * an order that depends on nothing else. The caller makes the writes and events of a decision one transaction.
 *
 * <p>What concerns very many instances is done in steps, see {@link PlannerInput.Continue}; what else comes for the workflow meanwhile
 * waits, in the order in which it came.
 *
 * <p>Repetition is harmless: a definition of a version that is known, a change to a version that is known, a request with a cause that
 * was dealt with and the end of an attempt that nobody waits for change nothing. Not thread-safe.
 */
public final class Planner {
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Tables tables;
    private final Consumer<Event> out;
    private final FinishListener listener;
    private final DeployedWorkflows workflows;
    private final DeferredInputs deferred;

    public Planner(Tables tables, Consumer<Event> out, FinishListener listener) {
        this(tables, StepLimits.DEFAULT, out, listener);
    }

    /**
     * A planner that does more or less at once.
     *
     * @param listener hears of the end of every attempt
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
        this.out = out;
        this.listener = listener;
        this.workflows = new DeployedWorkflows(tables, steps, out, unfinished);
        this.deferred = new DeferredInputs(workflows, this::decideNow, steps.inbox());
    }

    /** A planner for a {@link DryRun}, in which nothing is left over from before. */
    static Planner onCopy(Tables copy, Consumer<Event> out) {
        return new Planner(copy, StepLimits.UNHURRIED, out, (_, _) -> {}, Set.of());
    }

    /**
     * Decides about an input.
     *
     * @throws UnplannableException if a version that was deployed cannot be planned; nothing was changed
     */
    public void decide(PlannerInput input, Instant now) {
        switch (input) {
            case PlannerInput.Deployed deployed -> {
                WorkflowModels.plannable(deployed.event());
                take(deployed, now);
            }
            case PlannerInput.Deferrable deferrable -> take(deferrable, now);
            case PlannerInput.OutputsReported(OutputsListed outputs) -> keep(outputs, now);
            case PlannerInput.Removed removed ->
                workflows.commands(removed.workflow(), now).ifPresent(commands -> {
                    if (commands.removed().apply(removed.version())) {
                        workflows.complete(commands, StepLimits.STEP);
                    }
                });
            case PlannerInput.Resumed resumed -> resume(resumed, now);
            case PlannerInput.TimersDue due -> timersDue(due, now);
            case PlannerInput.Continue next -> proceed(next, now);
        }
    }

    /** The workflows in which there is work for {@link PlannerInput.Continue}. */
    public Set<WorkflowRef> unfinished() {
        return workflows.unfinished();
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
        takeDue(limit, now).forEach(due -> decide(due, now));
    }

    /** Takes away the timers that are due, the earliest first. */
    List<PlannerInput.TimersDue> takeDue(int limit, Instant now) {
        Map<WorkflowRef, List<Timers.Timer>> due = new LinkedHashMap<>();
        for (Timers.Timer timer : tables.timers().take(now, limit)) {
            due.computeIfAbsent(timer.workflow(), _ -> new ArrayList<>()).add(timer);
        }
        return due.entrySet().stream()
                .map(timers -> new PlannerInput.TimersDue(timers.getKey(), timers.getValue()))
                .toList();
    }

    /** Sets timers that were taken to a later time. */
    void putOff(PlannerInput.TimersDue due, Instant later) {
        due.timers().forEach(timer -> tables.timers().set(timer.at(later)));
    }

    /** The event that was kept for later and is being dealt with; after a failure, the one that failed. Null if it is none. */
    @Nullable
    Event inHand() {
        return deferred.inHand();
    }

    /** The tables are what they were before the last decision about the workflow. */
    void forget(WorkflowRef workflow) {
        workflows.models().forget(workflow);
        tables.timers().forget();
        deferred.forgetInHand();
    }

    DeployedWorkflows workflows() {
        return workflows;
    }

    /** Deals with an input, or keeps it for later. */
    private void take(PlannerInput.Deferrable input, Instant now) {
        if (!deferred.defer(input, now)) {
            decideNow(workflows.models().get(input.workflow()), input, now);
        }
    }

    private void decideNow(@Nullable WorkflowModel model, PlannerInput.Deferrable input, Instant now) {
        switch (input) {
            case PlannerInput.Deployed(WorkflowDefinition definition) ->
                new OnDeployed(workflows).apply(WorkflowModels.plannable(definition), null, now);
            case PlannerInput.AttemptEnded(AttemptFinished finished) ->
                listener.finished(finished, model != null && accept(model, finished, now));
            case PlannerInput.PartitionsReported(PartitionsChanged changed) -> {
                if (model != null) {
                    apply(model, changed, now);
                }
            }
            case PlannerInput.RunRequested(RunRequest request) -> {
                if (model != null) {
                    apply(model, request, now);
                }
            }
        }
    }

    private void apply(WorkflowModel model, PartitionsChanged changed, Instant now) {
        ExternalDataset dataset = ExternalDataset.of(model, changed.dataset());
        Commands commands = new Commands(workflows.context(model, now));
        if (dataset.isRead()) {
            commands.partitionsChanged().apply(dataset, changed);
            workflows.complete(commands, StepLimits.STEP);
            return;
        }
        Adoption adoption = commands.adoption();
        if (adoption.isOpen(changed.dataset())) {
            adoption.apply(changed);
            workflows.complete(commands, StepLimits.STEP);
        }
    }

    private void apply(WorkflowModel model, RunRequest request, Instant now) {
        if (request instanceof RunRequest.Evaluate trial && trial.settings().trial()) {
            out.accept(DryRun.of(tables, model, trial, now));
            return;
        }
        Commands commands = new Commands(workflows.context(model, now));
        switch (request) {
            case RunRequest.Evaluate evaluate -> commands.runRequested().evaluate(evaluate);
            case RunRequest.Cancel cancel -> commands.runRequested().cancel(cancel);
            case RunRequest.Resume resume -> commands.resumed().apply(resume);
        }
        workflows.complete(commands, StepLimits.STEP);
    }

    private boolean accept(WorkflowModel model, AttemptFinished finished, Instant now) {
        Commands commands = new Commands(workflows.context(model, now));
        boolean accepted = commands.attemptFinished().apply(finished);
        if (accepted) {
            workflows.complete(commands, commands.backlog().agenda().isOpen() ? StepLimits.STEP : 0);
        }
        return accepted;
    }

    /** Keeps what an attempt lists until its end is reported. */
    private void keep(OutputsListed outputs, Instant now) {
        workflows.context(outputs.instance().workflowRef(), now).ifPresent(context -> {
            if (AwaitedAttempt.find(context.model(), context, outputs).isPresent()) {
                context.outputParts().keep(outputs);
            }
        });
    }

    private void resume(PlannerInput.Resumed resumed, Instant now) {
        WorkflowDefinition next = resumed.next();
        WorkflowModel before = workflows.models().get(resumed.workflow());
        WorkflowModel model = next == null ? before : WorkflowModels.plannable(next);
        if (model == null) {
            return;
        }
        if (before != null) {
            workflows.setUnfinished(resumed.workflow(), true);
        }
        PlannerInput.RunRequested request = new PlannerInput.RunRequested(resumed.request());
        if (next != null && deferred.defer(new PlannerInput.Deployed(next), now)) {
            take(request, now);
        } else if (!deferred.defer(request, now)) {
            new OnDeployed(workflows).apply(model, resumed.request(), now);
        }
    }

    private void timersDue(PlannerInput.TimersDue due, Instant now) {
        workflows.commands(due.workflow(), now).ifPresent(commands -> {
            if (commands.backlog().isOpen()) {
                putOff(due, now.plus(BUSY));
            } else {
                commands.timersDue().apply(due.timers());
                workflows.complete(commands, StepLimits.STEP);
            }
        });
    }

    private void proceed(PlannerInput.Continue next, Instant now) {
        Commands commands = workflows.commands(next.workflow(), now).orElse(null);
        if (commands == null) {
            workflows.setUnfinished(next.workflow(), false);
            return;
        }
        boolean isWorking = commands.backlog().agenda().isOpen();
        if (!isWorking && !commands.backlog().inbox().isEmpty()) {
            deferred.read(next.workflow(), now);
            return;
        }
        if (!isWorking) {
            commands.runAdmission().startNext();
        }
        workflows.complete(commands, next.limit());
    }
}
