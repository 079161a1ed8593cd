package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.CatalogCommand;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import io.freshet.planner.domain.catalog.Snapshots;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Fault;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A catalogue and a planner on an in-memory log, with an outside world of files and attempts that the test drives. What a real log
 * keeps in order is kept in order: one queue per source; between queues the test chooses.
 */
public final class World extends WorldState {
    /** As in production, but one event at a time, so that what an observer sees is one decision. */
    static final StepLimits STEPS = new StepLimits(2_000, 1_000, 2_000, 1);

    final AtomicLong counted = new AtomicLong();
    private final OutsideAttempts attempts = new OutsideAttempts();
    public final Map<String, TaskReady> live = attempts.live();
    private final OutsideFiles outside = new OutsideFiles();
    final Map<String, Map<PartitionKey, PartitionVersion>> files = outside.all();
    final Deque<FileChanges> fileChanges = new ArrayDeque<>();
    final Deque<CatalogCommand> commands = new ArrayDeque<>();
    final Deque<PartitionsChanged> partitionsChanged = new ArrayDeque<>();
    final SentLists sentLists = new SentLists();
    private final StepLimits steps;
    private final int part;
    private final boolean mayFail;
    public IsolatedPlanner planner;
    private DatasetCatalog catalog;
    private final List<Event> decision = new ArrayList<>();
    private int causes;
    /** Of the last record of file changes. */
    private long offset;

    private UnaryOperator<Instant> clocks = UnaryOperator.identity();
    public Instant now = Specs.START;

    public World() {
        this(STEPS);
    }

    public World(StepLimits steps) {
        this(steps, false);
    }

    /**
     * @param mayFail whether decisions may fail, for which the test sees to by the journal
     */
    World(StepLimits steps, boolean mayFail) {
        // Parts as small as the steps, where these are.
        this(steps, Math.min(steps.cascade(), Snapshots.PART), mayFail);
    }

    /**
     * @param part how many partitions a part of an answer of the catalogue has
     */
    World(StepLimits steps, int part) {
        this(steps, part, false);
    }

    private World(StepLimits steps, int part, boolean mayFail) {
        this.steps = steps;
        this.part = part;
        this.mayFail = mayFail;
        restart();
    }

    /** Catalogue and planner end and start again, with nothing but their tables. */
    public void restart() {
        catalog = new DatasetCatalog(CountedTable.catalog(catalogTables, counted), part, this::passOn);
        PendingWork work = new PendingWork(journal, mayFail, this::emit, this::dealtWith);
        planner = new IsolatedPlanner(CountedTable.planner(tables, counted), steps, work, work, this::faulted);
    }

    private void faulted(Fault fault, Throwable thrown) {
        if (!mayFail) {
            throw new AssertionError("a decision failed: " + fault.failure().message(), thrown);
        }
    }

    /** How gathers are listed. */
    ListBounds bounds() {
        return steps.lists();
    }

    private void emit(Event event) {
        emitted.add(event);
        sentLists.check(event);
        decision.add(event);
        observers.forEach(observer -> observer.emitted(this, event));
        switch (event) {
            case TaskReady ready -> live.put(ready.attempt(), ready);
            case TaskWithdrawn withdrawn -> attempts.withdraw(withdrawn.attempt());
            case FileChanges changes -> {
                fileChanges.add(changes);
                published.apply(changes);
            }
            case CatalogCommand command -> commands.add(command);
            default -> {}
        }
    }

    /** The catalogue hears of changes, of which nobody else does. */
    void deliverToCatalogOnly(FileChanges changes) {
        int before = partitionsChanged.size();
        catalog.changed(changes, ++offset, now);
        while (partitionsChanged.size() > before) {
            partitionsChanged.removeLast();
        }
    }

    /** The planner waits for an answer that it has had already. */
    void awaitAgain(String dataset, Cause cause) {
        PlanningContext context = PlanningContext.of(WorkflowModel.of(definition), tables, steps, now, this::emit);
        Runs runs = new Runs(context);
        String run = runs.open(cause);
        context.datasets().subscriptions().await(definition.dataset(dataset), run);
        runs.retain(run);
    }

    private void passOn(Event event) {
        switch (event) {
            case PartitionsChanged changed -> partitionsChanged.add(changed);
            case FileChanges removed -> {
                fileChanges.add(removed);
                published.apply(removed);
            }
            default -> throw new IllegalStateException("not for the catalogue to say: " + event);
        }
    }

    Cause cause(Cause.Kind kind) {
        causes++;
        return new Cause("cause-" + causes, kind, elsewhere(), "cause " + causes);
    }

    // What happens outside.

    public void deploy(WorkflowDefinition next) {
        definition = next;
        hear(new PlannerInput.Deployed(next));
    }

    /** The workflow is removed. */
    public void remove() {
        remove(definition.version());
    }

    /** A version of the workflow is removed. */
    void remove(int version) {
        remove(workflow, version);
    }

    /** A version of a workflow is removed. */
    void remove(WorkflowRef removed, int version) {
        hear(new PlannerInput.Removed(removed, version));
    }

    /** Lets the clocks of everybody but the planner, and of each differently, be what they are. */
    void clocks(UnaryOperator<Instant> next) {
        clocks = next;
    }

    private Instant elsewhere() {
        return clocks.apply(now);
    }

    public void request(List<String> tasks, Map<String, String> where, boolean force) {
        request(new RunRequest.Evaluate(
                workflow,
                cause(Cause.Kind.REQUESTED),
                tasks,
                PartitionSelection.where(where),
                force ? RunSettings.FORCED : RunSettings.USUAL,
                "alice",
                now));
    }

    /** A request for all partitions. */
    RunRequest.Evaluate evaluate(Cause cause, List<String> tasks, RunSettings settings) {
        return new RunRequest.Evaluate(workflow, cause, tasks, PartitionSelection.ALL, settings, "alice", now);
    }

    void request(RunRequest.Evaluate request) {
        hear(new PlannerInput.RunRequested(request));
    }

    boolean rests() {
        return planner.faults().containsKey(workflow);
    }

    void resume() {
        RunRequest resume = new RunRequest.Resume(workflow, cause(Cause.Kind.REQUESTED), "alice", now);
        hear(new PlannerInput.RunRequested(resume));
    }

    public void cancel(RunRequest.Cancel cancel) {
        hear(new PlannerInput.RunRequested(cancel));
    }

    /** Writes or deletes files; one batch, in parts of the size. */
    public Cause write(String dataset, Map<PartitionKey, PartitionVersion> changes, int partSize) {
        DatasetRef ref = definition == null ? new DatasetRef("prod", dataset) : definition.dataset(dataset);
        List<PartitionChange> list = outside.change(dataset, changes);
        Cause cause = cause(Cause.Kind.FILES_CHANGED);
        for (FileChanges part : OutsideFiles.parts(ref, cause, list, partSize, this::elsewhere)) {
            fileChanges.add(part);
            published.apply(part);
        }
        return cause;
    }

    // What the log delivers.

    public boolean deliverFiles() {
        FileChanges next = fileChanges.poll();
        if (next != null) {
            offset++;
            decide(() -> catalog.changed(next, offset, now));
        }
        return next != null;
    }

    /** A record of file changes that the catalogue cannot take in. */
    public FileChanges loseFiles() {
        offset++;
        return fileChanges.remove();
    }

    /** The offset of the record of file changes that comes next. */
    public long nextOffset() {
        return offset + 1;
    }

    public void deliverAllFiles() {
        while (deliverFiles()) {
            // Until there are none.
        }
    }

    public boolean deliverSubscription() {
        CatalogCommand next = commands.poll();
        switch (next) {
            case CatalogSubscription subscription -> decide(() -> catalog.subscription(subscription, now));
            case DatasetRemovalRequested request -> decide(() -> catalog.removal(request));
            case PartitionsReplayed replayed -> decide(() -> catalog.replayed(replayed, now));
            case null -> {
                // There is none.
            }
        }
        return next != null;
    }

    /** The catalogue goes on with an answer, if there is one that needs several parts. */
    boolean proceedWithAnswer() {
        boolean unfinished = catalog.isUnfinished();
        if (unfinished) {
            decide(() -> catalog.proceed(now));
        }
        return unfinished;
    }

    public boolean deliverPartitions() {
        PartitionsChanged next = partitionsChanged.poll();
        if (next != null) {
            hear(new PlannerInput.PartitionsReported(next));
        }
        return next != null;
    }

    boolean proceed(int limit) {
        Optional<WorkflowRef> next = planner.unfinished().stream().min(Comparator.comparing(WorkflowRef::toString));
        next.ifPresent(
                unfinished -> decide(() -> planner.decide(new PlannerInput.Continue(unfinished, limit), null, now)));
        return next.isPresent();
    }

    /** Lets the time of the next timer come, if there is one. */
    public boolean awaitTimer() {
        Instant due = planner.nextDue();
        if (due == null) {
            return false;
        }
        now = due.isAfter(now) ? due : now;
        decide(() -> planner.due(3, now));
        return true;
    }

    /** Lets pass what is due by now. */
    public void tick() {
        Instant due = planner.nextDue();
        if (due != null && !due.isAfter(now)) {
            decide(() -> planner.due(2, now));
        }
    }

    /** Delivers all that is on the log. */
    public void settleLog() {
        settleLog(1_000);
    }

    /**
     * @param step with how many instances one step deals
     */
    void settleLog(int step) {
        while (deliverSubscription() || deliverFiles() || proceedWithAnswer() || deliverPartitions() || proceed(step)) {
            now = now.plusMillis(1);
        }
    }

    // What attempts do.

    boolean succeed(String attempt) {
        return succeed(attempt, Map.of());
    }

    boolean succeed(String attempt, Map<String, String> results) {
        return finish(attempt, attempts.success(attempt, results));
    }

    public boolean fail(String attempt, FailureKind kind) {
        return finish(attempt, new Outcome.Failed(kind, "it failed", 1));
    }

    boolean finish(String attempt, Outcome outcome) {
        int before = attempts.accepted();
        attempts.end(attempt, outcome, elsewhere(), elsewhere()).forEach(this::hear);
        return attempts.accepted() > before;
    }

    /** A part of an attempt's outputs is read. */
    public void list(AttemptFinished end, int part, List<Outcome.OutputPartition> outputs) {
        hear(OutsideAttempts.listed(end, part, outputs));
    }

    private void dealtWith(AttemptFinished finished, boolean wasAccepted) {
        if (wasAccepted) {
            AttemptFinished whole = attempts.accept(finished);
            observers.forEach(observer -> observer.accepted(this, whole));
        }
    }

    /** The planner reads what is for it. */
    private void hear(PlannerInput input) {
        decide(() -> planner.decide(input, null, now));
    }

    private void decide(Runnable input) {
        decision.clear();
        journal.deciding(true);
        input.run();
        journal.deciding(false);
        observers.forEach(observer -> observer.decided(this, List.copyOf(decision)));
    }

    /** Everything until nothing is left to do, all attempts succeeding. */
    public void drain() {
        settleLog();
        while (!live.isEmpty()) {
            succeed(live.keySet().iterator().next());
            settleLog();
        }
    }
}
