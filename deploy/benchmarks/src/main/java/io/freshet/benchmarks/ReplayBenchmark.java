package io.freshet.benchmarks;

import io.freshet.benchmarks.load.CopyWorkflow;
import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.benchmarks.topology.PlannerAlone;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.ReplayReceipt;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A replay of many file changes after which nothing has changed: how many are looked at in a second through the whole system, beside a
 * planner alone on one thread, which is what there is for the changes of one dataset. Fails where anything is launched or the receipt
 * does not add up.
 */
final class ReplayBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final int BUCKETS = 1_000;
    private static final int PROGRESS_EVERY = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int changes;

    ReplayBenchmark(int changes) {
        this.changes = changes;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String workload() {
        return "%d file changes replayed %d times with nothing changed, and by a planner alone"
                .formatted(changes, ROUNDS);
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new ReplayBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> limits;
        double best = 0;
        double alone;
        try (BenchmarkSystem system = new BenchmarkSystem(
                Map.of("freshet.launcher.executor", "in-process", "freshet.admission.default-slots", 200))) {
            limits = MachineLimits.measure(system.directory());
            load(system, progress);
            for (int round = 1; round <= ROUNDS; round++) {
                Replayed replayed = replay(system);
                best = Math.max(best, replayed.perSecond());
                figures.put("round" + round, replayed.figures());
                progress.printf("replay %d: %s%n", round, replayed.figures());
            }
            try (PlannerAlone planner = new PlannerAlone(system.directory().resolve("planner-alone"))) {
                alone = alone(planner, progress);
            }
        }
        figures.put("perSecond", Math.round(best));
        figures.put("plannerAlonePerSecond", Math.round(alone));
        figures.put("ofPlannerAlone", Samples.rounded(best / alone));
        return new Report(name(), workload(), at, figures, limits);
    }

    /** Files that are there, each with an instance that has succeeded, also in the history. */
    private void load(BenchmarkSystem system, PrintStream progress) throws Exception {
        for (int i = 0; i < changes; i++) {
            system.drop(system.file("in", i % BUCKETS + "/" + i + ".txt"), "content " + i);
        }
        system.deploy(CopyWorkflow.named("replayed"));
        for (int finished = 1; finished <= changes; finished++) {
            system.tap().next(AttemptFinished.class, any -> true, LIMIT);
            if (finished % PROGRESS_EVERY == 0) {
                progress.printf("load: %d of %d%n", finished, changes);
            }
        }
        system.tap().next(RunFinished.class, any -> true, LIMIT);
        system.awaitHistory(changes, LIMIT);
    }

    /**
     * What came of a replay.
     *
     * @param seconds from the request to the end of its run, as a subscriber sees it
     * @param readSeconds from the request until the scheduler had read all of it
     * @param records of the topic that were read
     */
    private record Replayed(double seconds, double readSeconds, long records, long changes) {
        double perSecond() {
            return changes / seconds;
        }

        Map<String, Object> figures() {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("seconds", Samples.rounded(seconds));
            figures.put("readSeconds", Samples.rounded(readSeconds));
            figures.put("records", records);
            figures.put("changes", changes);
            figures.put("perSecond", Math.round(perSecond()));
            figures.put("attempts", 0);
            return figures;
        }
    }

    private Replayed replay(BenchmarkSystem system) throws Exception {
        try (SchedulerClient scheduler = system.standalone().endpoints().schedulerClient("benchmark");
                AuditClient audit = system.standalone().endpoints().auditClient()) {
            Instant asked = Instant.now();
            ReplayInfo replay = scheduler.replays().ask(ReplayOrder.of("file-changes"), null);
            Instant end = awaitEnd(system);
            ReplayReceipt receipt = receipt(scheduler, audit, replay.replay());
            requireSum(receipt);
            Instant read = Optional.ofNullable(receipt.replay().finishedAt()).orElseThrow();
            return new Replayed(
                    seconds(asked, end),
                    seconds(asked, read),
                    receipt.replay().records().read(),
                    receipt.replay().records().facts());
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /** When the run of the replay has ended; nothing may be made ready before. */
    private static Instant awaitEnd(BenchmarkSystem system) throws InterruptedException, TimeoutException {
        while (true) {
            Event event = system.tap().next(Event.class, any -> true, LIMIT);
            if (event instanceof TaskReady ready) {
                throw new IllegalStateException("an attempt of what is up to date: " + ready.instance());
            }
            if (event instanceof RunFinished run && run.cause().kind() == Cause.Kind.REPLAY) {
                return system.tap().seen();
            }
        }
    }

    private static ReplayReceipt receipt(SchedulerClient scheduler, AuditClient audit, String replay) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            ReplayReceipt receipt = scheduler.replays().receipt(replay, audit);
            if (receipt.complete()) {
                return receipt;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new TimeoutException("the receipt of replay %s is not complete".formatted(replay));
    }

    private void requireSum(ReplayReceipt receipt) {
        ReplayInfo.Records records = receipt.replay().records();
        ReplayReceipt.Workflow workflow = receipt.workflows().getFirst();
        boolean adds = records.read() == records.replayed()
                && records.facts() == changes
                && receipt.workflows().size() == 1
                && workflow.considered() == changes
                && workflow.unchanged() == changes;
        if (!adds) {
            throw new IllegalStateException("the receipt does not add up: " + receipt);
        }
    }

    /** The same by a planner without a broker. */
    private double alone(PlannerAlone planner, PrintStream progress) throws InterruptedException, TimeoutException {
        SiteWorkflow workflow = SiteWorkflow.copying("many");
        planner.define(workflow.version(1));
        List<FileChanges> all = workflow.changes("first", 0, changes);
        planner.evaluations(all, changes, done -> progress.printf("alone: %d of %d%n", done, changes));
        double best = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            best = Math.max(best, planner.replayed(all));
        }
        progress.printf("alone: %.0f changes/s%n", best);
        return best;
    }
}
