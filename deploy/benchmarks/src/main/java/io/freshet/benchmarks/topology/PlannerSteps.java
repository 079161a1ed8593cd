package io.freshet.benchmarks.topology;

import io.freshet.benchmarks.load.NoOpFinish;
import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.Planner;
import io.freshet.planner.domain.PlannerInput;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import io.freshet.planner.domain.model.StepLimits;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Both stages of the planner over their real stores, without a broker, in the steps in which the service takes them: each is a transaction,
 * and between them a site of another, small workflow changes now and then. Attempts end as soon as they are ready. One thread.
 */
public final class PlannerSteps implements AutoCloseable {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Duration STEP_FOR = Duration.ofMillis(8);
    private static final Duration CHANGE_EVERY = Duration.ofMillis(20);
    private static final int SITES = 100;
    private static final int FINISHED_AT_ONCE = 20;

    /**
     * What something took.
     *
     * @param transactions how many there were
     * @param longestCpuNanos of one transaction
     * @param longestNanos of one transaction, from its beginning to its end
     * @param largestEventBytes of all that were emitted
     * @param allEventBytes of all that were emitted, together
     * @param othersNanos from when each change of the small workflow was due to its decision
     */
    public record Work(
            double seconds,
            long transactions,
            long longestCpuNanos,
            long longestNanos,
            int largestEventBytes,
            long allEventBytes,
            List<Long> othersNanos) {}

    private final PlannerStores stores;
    private final Planner planner;
    private final DatasetCatalog catalog;
    private final SiteWorkflow small = SiteWorkflow.copying("bystander");
    private final Deque<Event> internal = new ArrayDeque<>();
    private final Deque<AttemptFinished> finished = new ArrayDeque<>();
    private long transactions;
    private long longestCpu;
    private long longest;
    private int largestEvent;
    private long allEvents;
    private int changes;

    public PlannerSteps(Path directory) {
        stores = new PlannerStores(directory);
        planner = new Planner(stores.plans(), this::emit, (_, _) -> {});
        catalog = new DatasetCatalog(stores.catalog(), event -> {
            measure(event);
            if (event instanceof PartitionsChanged changed) {
                planner.decide(new PlannerInput.PartitionsReported(changed), changed.at());
                stores.commitPlans();
            }
        });
        perform(() -> {
            planner.decide(new PlannerInput.Deployed(small.version(1)), Instant.now());
            small.changes("first", 0, SITES).forEach(internal::add);
        });
    }

    /** Files change in a dataset of which nobody may have heard. */
    public Work change(List<FileChanges> batch) {
        return perform(() -> internal.addAll(batch));
    }

    public Work define(WorkflowDefinition definition) {
        return perform(() -> planner.decide(new PlannerInput.Deployed(definition), Instant.now()));
    }

    public Work remove(WorkflowRef workflow) {
        return perform(() -> planner.decide(new PlannerInput.Removed(workflow, RemovedVersion.ANY), Instant.now()));
    }

    /** Does something, and all that follows from it. */
    private Work perform(Runnable input) {
        transactions = 0;
        longestCpu = 0;
        longest = 0;
        largestEvent = 0;
        allEvents = 0;
        List<Long> others = new ArrayList<>();
        long begin = System.nanoTime();
        long due = begin + CHANGE_EVERY.toNanos();
        transaction(input);
        while (!isQuiet()) {
            if (System.nanoTime() >= due) {
                changeSmall();
                others.add(System.nanoTime() - due);
                due = Math.max(due + CHANGE_EVERY.toNanos(), System.nanoTime());
            } else {
                transaction(this::next);
            }
        }
        return new Work(
                (System.nanoTime() - begin) / 1e9, transactions, longestCpu, longest, largestEvent, allEvents, others);
    }

    private boolean isQuiet() {
        return internal.isEmpty()
                && finished.isEmpty()
                && !catalog.isUnfinished()
                && planner.unfinished().isEmpty();
    }

    /** A record if there is one, or else some of the work that is done in steps. */
    private void next() {
        if (!internal.isEmpty()) {
            take(internal.remove());
            return;
        }
        for (int i = 0; i < FINISHED_AT_ONCE && !finished.isEmpty(); i++) {
            take(finished.remove());
        }
        Instant now = Instant.now();
        long begin = System.nanoTime();
        do {
            catalog.proceed(now);
            stores.commitCatalog();
            for (WorkflowRef workflow : planner.unfinished()) {
                planner.decide(new PlannerInput.Continue(workflow, StepLimits.STEP), now);
                stores.commitPlans();
            }
        } while (internal.isEmpty()
                && (catalog.isUnfinished() || !planner.unfinished().isEmpty())
                && System.nanoTime() - begin < STEP_FOR.toNanos());
    }

    private void changeSmall() {
        changes++;
        int site = changes % SITES;
        small.changes("change " + changes, site, site + 1).forEach(change -> transaction(() -> take(change)));
    }

    private void take(Event event) {
        Instant now = Instant.now();
        switch (event) {
            case FileChanges changed -> catalog.changed(changed, changes, now);
            case CatalogSubscription subscription -> catalog.subscription(subscription, now);
            case AttemptFinished ended -> planner.decide(new PlannerInput.AttemptEnded(ended), now);
            default -> throw new IllegalStateException("nothing for the planner: " + event);
        }
        commitDecisions();
    }

    private void commitDecisions() {
        stores.commitCatalog();
        stores.commitPlans();
    }

    private void transaction(Runnable work) {
        long begin = System.nanoTime();
        long cpu = CPU.getCurrentThreadCpuTime();
        work.run();
        commitDecisions();
        stores.commit();
        transactions++;
        longestCpu = Math.max(longestCpu, CPU.getCurrentThreadCpuTime() - cpu);
        longest = Math.max(longest, System.nanoTime() - begin);
    }

    private void emit(Event event) {
        measure(event);
        switch (event) {
            case FileChanges _, CatalogSubscription _ -> internal.add(event);
            case TaskReady ready -> finished.add(NoOpFinish.of(ready));
            default -> {
                // For others.
            }
        }
    }

    private void measure(Event event) {
        int bytes = Wire.of(event).bytes();
        largestEvent = Math.max(largestEvent, bytes);
        allEvents += bytes;
    }

    @Override
    public void close() {
        stores.close();
    }
}
