package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.benchmarks.topology.PlannerAlone;
import io.freshet.embedded.DeletedTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** What a planner that knows many instances can do: without a broker, and as a service behind one. */
final class PlannerBenchmark implements Benchmark {
    private static final int FAN_IN = 10_000;
    private static final int SITES = 1_000;
    private static final int WARM_UP = 200;
    private static final int MOST_DECISIONS = 1_000;
    private static final int FEWEST_DECISIONS = 100;
    private static final int PROGRESS_EVERY = 100_000;
    private static final Duration LIMIT = Duration.ofHours(1);

    private final int instances;

    PlannerBenchmark(int instances) {
        this.instances = instances;
    }

    @Override
    public String name() {
        return "planner";
    }

    @Override
    public String workload() {
        return "%d instances that an executor finishes without doing anything; a gather over %d partitions; %d single changes"
                .formatted(instances, fanIn(), decisions());
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new PlannerBenchmark(number));
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Map<String, Object> figures = new LinkedHashMap<>();
        Path directory = Files.createTempDirectory("freshet-benchmark");
        Map<String, Object> limits;
        try {
            limits = MachineLimits.measure(directory);
            // First, because the broker is in this process, too, whose heap the planners alone make large.
            try (PlannerSystem system = new PlannerSystem()) {
                service(system, figures, progress);
            }
            figures.put("alone", alone(directory, progress));
        } finally {
            DeletedTree.delete(directory);
        }
        return new Report(name(), workload(), at, figures, limits);
    }

    /** As the service works: a planner for each core, of which each has workflows, stores and a thread of its own. */
    private Map<String, Object> alone(Path directory, PrintStream progress) throws InterruptedException, IOException {
        int planners = Runtime.getRuntime().availableProcessors();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("planners", planners);
        List<PlannerAlone> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(planners)) {
            for (int i = 0; i < planners; i++) {
                PlannerAlone planner = new PlannerAlone(directory.resolve("planner-" + i));
                all.add(planner);
                await(threads.submit(() -> {
                    planner.define(SiteWorkflow.copying("many").version(1));
                    return null;
                }));
            }
            for (String round : new String[] {"first", "again"}) {
                List<Future<PlannerAlone.Rate>> rates = new ArrayList<>();
                for (PlannerAlone planner : all) {
                    rates.add(threads.submit(() -> planner.evaluations(
                            SiteWorkflow.copying("many").changes(round, 0, instances / planners),
                            instances / planners,
                            done -> progress.printf("alone, %s: %d of %d%n", round, done, instances / planners))));
                }
                double perSecond = 0;
                double perCpuSecond = 0;
                for (Future<PlannerAlone.Rate> rate : rates) {
                    perSecond += await(rate).perSecond();
                    perCpuSecond += await(rate).perCpuSecond() / planners;
                }
                figures.put(round + "EvaluationsPerSecond", Samples.rounded(perSecond));
                figures.put(round + "EvaluationsPerCpuSecond", Samples.rounded(perCpuSecond));
                progress.printf("alone, %s: %.0f evaluations/s%n", round, perSecond);
            }
            figures.put("replayedChangesPerSecond", replayed(all, threads, progress));
        } finally {
            all.forEach(PlannerAlone::close);
        }
        return figures;
    }

    /** All changes of the last round once more, of which nothing has to run. */
    private long replayed(List<PlannerAlone> all, ExecutorService threads, PrintStream progress)
            throws InterruptedException, IOException {
        List<Future<Double>> rates = new ArrayList<>();
        for (PlannerAlone planner : all) {
            rates.add(threads.submit(
                    () -> planner.replayed(SiteWorkflow.copying("many").changes("again", 0, instances / all.size()))));
        }
        double perSecond = 0;
        for (Future<Double> rate : rates) {
            perSecond += await(rate);
        }
        progress.printf("alone, replayed: %.0f changes/s%n", perSecond);
        return Math.round(perSecond);
    }

    private static <T> T await(Future<T> future) throws InterruptedException, IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("a planner did not get to its end", e.getCause());
        }
    }

    private void service(PlannerSystem system, Map<String, Object> figures, PrintStream progress) throws Exception {
        try {
            SiteWorkflow many = SiteWorkflow.copying("many");
            SiteWorkflow small = SiteWorkflow.copying("small");
            load(system, small, SITES);
            note(figures, "firstLoad", load(system, many, progress), progress);
            DecisionProbe ofMany = new DecisionProbe(system, many);
            DecisionProbe ofSmall = new DecisionProbe(system, small);
            note(
                    figures,
                    "oneChange",
                    ofMany.decisions(instances, WARM_UP, decisions()).figures(),
                    progress);
            note(
                    figures,
                    "oneChangeOfSmall",
                    ofSmall.decisions(SITES, WARM_UP, decisions()).figures(),
                    progress);
            FanIn fanIn = new FanIn(system);
            note(figures, "fanInFirst", fanIn.measure("first", fanIn()), progress);
            note(figures, "fanInAgain", fanIn.measure("again", fanIn()), progress);
            note(
                    figures,
                    "restart",
                    new PlannerRestart(system, ofSmall).measure(instances + SITES + fanIn() + 1),
                    progress);
            ofSmall.decisions(SITES, 0, WARM_UP);
            note(
                    figures,
                    "codeChange",
                    new CodeChange(system, many, small, progress).measure(instances, SITES),
                    progress);
        } catch (TimeoutException e) {
            progress.printf("the planner's last words:%n%s%n", system.complaints());
            throw e;
        }
    }

    /** Many instances for the first time, through the whole service and the broker; each from its change to the end of its run. */
    private Map<String, Object> load(PlannerSystem system, SiteWorkflow many, PrintStream progress)
            throws InterruptedException, TimeoutException {
        AtomicLong seen = new AtomicLong();
        system.executor().handTo(many.ref(), ready -> {
            if (seen.incrementAndGet() % PROGRESS_EVERY == 0) {
                progress.printf("first load: %d of %d ready%n", seen.get(), instances);
            }
            system.executor().finish(ready);
        });
        double seconds = load(system, many, instances);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", Samples.rounded(seconds));
        figures.put("evaluationsPerSecond", Samples.rounded(instances / seconds));
        return figures;
    }

    /** Seconds until all sites of a new workflow have been made ready and finished. */
    private static double load(PlannerSystem system, SiteWorkflow workflow, int sites)
            throws InterruptedException, TimeoutException {
        system.deploy(workflow.version(1));
        long begin = system.change(workflow, "first", 0, sites);
        system.executor().awaitExecuted(workflow.ref(), sites, LIMIT);
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Enough for a 99th percentile, unless only few instances are asked for, as somebody does who tries the benchmark. */
    private int decisions() {
        return Math.clamp(instances / 50, FEWEST_DECISIONS, MOST_DECISIONS);
    }

    private int fanIn() {
        return Math.min(FAN_IN, instances);
    }

    private static void note(
            Map<String, Object> figures, String name, Map<String, Object> measured, PrintStream progress) {
        figures.put(name, measured);
        progress.printf("%s: %s%n", name, measured);
    }
}
