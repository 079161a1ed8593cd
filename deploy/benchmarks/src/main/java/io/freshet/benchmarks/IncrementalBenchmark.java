package io.freshet.benchmarks;

import io.freshet.benchmarks.load.CopyWorkflow;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One file of many changes: what the planner does about it must not depend on how many there are. */
final class IncrementalBenchmark implements Benchmark {
    private static final int ROUNDS = 50;
    private static final int WARM_UP = 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final List<Integer> sizes;

    IncrementalBenchmark(List<Integer> sizes) {
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return "incremental";
    }

    @Override
    public String workload() {
        return "1 file changes among " + sizes + " watched ones, " + ROUNDS + " rounds each";
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> limits = Map.of();
        for (int size : sizes) {
            try (BenchmarkSystem system = new BenchmarkSystem(
                    Map.of("freshet.launcher.executor", "in-process", "freshet.admission.default-slots", 200))) {
                limits = MachineLimits.measure(system.directory());
                figures.put("of" + size, measure(system, size, progress));
            }
        }
        return new Report(name(), workload(), at, figures, limits);
    }

    private static Map<String, Object> measure(BenchmarkSystem system, int size, PrintStream progress)
            throws Exception {
        for (int i = 0; i < size; i++) {
            system.drop(system.file("in", i % 1000 + "/" + i + ".txt"), "first " + i);
        }
        long start = System.nanoTime();
        system.deploy(CopyWorkflow.named("incremental"));
        int finished = 0;
        while (finished < size) {
            system.tap().next(AttemptFinished.class, any -> true, LIMIT);
            finished++;
            if (finished % 10_000 == 0) {
                progress.printf("first load: %d of %d%n", finished, size);
            }
        }
        system.tap().next(RunFinished.class, any -> true, LIMIT);
        double loadSeconds = (System.nanoTime() - start) / 1e9;
        Samples planner = new Samples();
        Samples whole = new Samples();
        int most = 0;
        for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
            int index = Math.floorMod(round * 7919, size);
            long dropped = system.drop(system.file("in", index % 1000 + "/" + index + ".txt"), "round " + round);
            int considered = awaitRound(system, index, round > WARM_UP ? planner : new Samples());
            if (round > WARM_UP) {
                most = Math.max(most, considered);
                whole.add(System.nanoTime() - dropped);
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("firstLoadSeconds", Samples.rounded(loadSeconds));
        figures.put("instancesConsideredAtMost", most);
        figures.put("changeToReady", planner.figures());
        figures.put("changeToRunFinished", whole.figures());
        progress.printf("%d files: %s%n", size, figures);
        return figures;
    }

    /** Reads to the end of the round; adds how long the planner took from the change on the log to its committed decision. */
    private static int awaitRound(BenchmarkSystem system, int index, Samples planner) throws Exception {
        Set<String> considered = new HashSet<>();
        Instant changed = null;
        Instant ready = null;
        boolean finished = false;
        boolean settled = false;
        // The events come from several topics: a round is over when the last of each has been read, or the next would
        // count it.
        while (!finished || !settled || changed == null || ready == null) {
            Event event = system.tap().next(Event.class, any -> true, LIMIT);
            if (event instanceof FileChanges change && change.produced() == null) {
                changed = system.tap().seen();
            } else if (event instanceof TaskReady) {
                ready = system.tap().seen();
            } else if (event instanceof StateChanged state) {
                String instance = state.instance().toString();
                considered.add(instance);
                settled |= state.state() == InstanceState.SUCCEEDED && instance.endsWith("name=" + index);
            } else if (event instanceof RunFinished) {
                finished = true;
            }
        }
        planner.add(Duration.between(changed, ready).toNanos());
        return considered.size();
    }
}
