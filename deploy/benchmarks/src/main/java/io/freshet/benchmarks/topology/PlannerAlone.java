package io.freshet.benchmarks.topology;

import io.freshet.benchmarks.load.NoOpFinish;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.IsolatedPlanner;
import io.freshet.planner.domain.PlannerInput;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.state.Fault;
import io.freshet.servicekit.decision.UnitOfWork;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * Both stages of the planner, catalogue and rules, on one thread over their real stores: what the service does but for the broker. Every
 * event is written and read as bytes wherever it would cross a topic. A second thread is the executor that does nothing.
 */
public final class PlannerAlone implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_MILLIS = 1;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    /**
     * Evaluations that led to an attempt, each from its cause to its settling.
     *
     * @param perCpuSecond of the planner's thread, which depends less on what else the machine has to do
     */
    public record Rate(double perSecond, double perCpuSecond) {}

    private final Deque<Wire> internal = new ArrayDeque<>();
    private final BlockingQueue<TaskReady> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Wire> finished = new LinkedBlockingQueue<>();
    private final PlannerStores stores;
    private final IsolatedPlanner planner;
    private final DatasetCatalog catalog;
    private final Thread executor;
    private long evaluations;
    private long settled;
    private long offset;
    private int replays;

    public PlannerAlone(Path directory) {
        stores = new PlannerStores(directory);
        planner = new IsolatedPlanner(
                stores.plans(), StepLimits.DEFAULT, new Decided(), this::ended, PlannerAlone::faulted);
        // Both stages have the same partition: no topic lies between them.
        catalog = new DatasetCatalog(stores.catalog(), event -> {
            if (event instanceof PartitionsChanged changed) {
                planner.decide(new PlannerInput.PartitionsReported(changed), null, changed.at());
            }
        });
        executor = Thread.ofPlatform().name("benchmark-executor").start(this::execute);
    }

    public void define(WorkflowDefinition definition) throws InterruptedException, TimeoutException {
        take(Wire.of(definition).event());
        settle(0, _ -> {});
    }

    /**
     * Takes changes in, and the end of every attempt that follows from them.
     *
     * @param instances how many attempts that is
     * @param progress receives from time to time how many have ended
     */
    public Rate evaluations(List<FileChanges> changes, int instances, IntConsumer progress)
            throws InterruptedException, TimeoutException {
        List<Wire> input = changes.stream().map(Wire::of).toList();
        evaluations = 0;
        settled = 0;
        long begin = System.nanoTime();
        long beginCpu = CPU.getCurrentThreadCpuTime();
        internal.addAll(input);
        settle(instances, progress);
        long cpu = CPU.getCurrentThreadCpuTime() - beginCpu;
        return new Rate(evaluations * 1e9 / (System.nanoTime() - begin), evaluations * 1e9 / cpu);
    }

    /**
     * Takes in once more, by a replay, changes of which all are known and everything is up to date.
     *
     * @return partitions in a second, each looked at with all that reads it
     */
    public double replayed(List<FileChanges> changes) throws InterruptedException, TimeoutException {
        List<PartitionsReplayed> said = new ArrayList<>();
        long partitions = 0;
        replays++;
        String replay = "replay-" + replays;
        for (FileChanges known : changes) {
            Cause cause = new Cause(replay, Cause.Kind.REPLAY, known.at(), "replayed");
            boolean last = said.size() == changes.size() - 1;
            List<PartitionsReplayed.Fact> facts = known.changes().stream()
                    .map(change -> new PartitionsReplayed.Fact(change.partition(), change.after(), 0))
                    .toList();
            said.add(new PartitionsReplayed(known.dataset(), replay, cause, last, facts, known.at()));
            partitions += facts.size();
        }
        evaluations = 0;
        settled = 0;
        long begin = System.nanoTime();
        said.stream().map(Wire::of).forEach(internal::add);
        settle(0, _ -> {});
        if (evaluations > 0) {
            throw new IllegalStateException("%d attempts of what is up to date".formatted(evaluations));
        }
        return partitions * 1e9 / (System.nanoTime() - begin);
    }

    private void settle(int attempts, IntConsumer progress) throws InterruptedException, TimeoutException {
        long reported = 0;
        while (!internal.isEmpty() || isUnfinished() || settled < attempts) {
            while (!internal.isEmpty()) {
                take(internal.remove().event());
                stores.commit();
            }
            takeFinished(attempts);
            step();
            stores.commit();
            if (settled - reported >= 100_000) {
                reported = settled;
                progress.accept((int) settled);
            }
        }
    }

    private void takeFinished(int attempts) throws InterruptedException, TimeoutException {
        boolean mustWait = !isUnfinished();
        boolean isOpen = evaluations > settled;
        Wire next = mustWait && isOpen ? finished.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) : finished.poll();
        if (mustWait && next == null && settled < attempts) {
            throw new TimeoutException("%d attempts ended, and no more is under way".formatted(settled));
        }
        for (int i = 0; next != null && i < StepLimits.STEP; i++) {
            take(next.event());
            next = i + 1 < StepLimits.STEP ? finished.poll() : null;
        }
    }

    private boolean isUnfinished() {
        return catalog.isUnfinished() || !planner.unfinished().isEmpty();
    }

    private void step() {
        catalog.proceed(Instant.now());
        for (WorkflowRef workflow : planner.unfinished()) {
            planner.decide(new PlannerInput.Continue(workflow, StepLimits.STEP), null, Instant.now());
        }
    }

    private void take(Event event) {
        Instant now = event.at();
        switch (event) {
            case FileChanges changes -> {
                catalog.changed(changes, offset++, now);
                stores.commitCatalog();
            }
            case PartitionsReplayed replayed -> {
                catalog.replayed(replayed, now);
                stores.commitCatalog();
            }
            case CatalogSubscription subscription -> {
                catalog.subscription(subscription, now);
                stores.commitCatalog();
            }
            case WorkflowDefinition definition -> planner.decide(new PlannerInput.Deployed(definition), null, now);
            case AttemptFinished finish -> planner.decide(new PlannerInput.AttemptEnded(finish), null, now);
            default -> throw new IllegalStateException("nothing for the planner: " + event);
        }
    }

    private void ended(AttemptFinished finish, boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("nobody waited for " + finish.instance());
        }
        settled++;
    }

    private static void faulted(Fault fault, Throwable thrown) {
        throw new IllegalStateException(fault.toString(), thrown);
    }

    /** Holds back what a decision says until its rows are written, as the service does. */
    private final class Decided implements UnitOfWork {
        private record Said(Event event, Wire wire) {}

        private final List<Said> pending = new ArrayList<>();

        @Override
        public void emit(Event event) {
            pending.add(new Said(event, Wire.of(event)));
        }

        @Override
        public void commit() {
            stores.commitPlans();
            pending.forEach(said -> send(said.event(), said.wire()));
            pending.clear();
        }

        @Override
        public void rollback() {
            stores.rollbackPlans();
            pending.clear();
        }
    }

    private void send(Event event, Wire wire) {
        switch (event) {
            case FileChanges _, CatalogSubscription _ -> internal.add(wire);
            case TaskReady attempt -> {
                evaluations++;
                // What reading it costs is not the planner's.
                ready.add(attempt);
            }
            default -> {
                // For others: that it was written as bytes is what it costs the planner.
            }
        }
    }

    /** Takes what has come meanwhile, as a consumer does: to be woken for each attempt would cost more than the attempt. */
    private void execute() {
        List<TaskReady> polled = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                polled.add(ready.take());
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                ready.drainTo(polled);
                polled.forEach(attempt -> finished.add(Wire.of(NoOpFinish.of(attempt))));
                polled.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        executor.interrupt();
        try {
            executor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stores.close();
    }
}
