package io.freshet.benchmarks;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Ten tasks in a row, each a small process with one small output: how long from the end of one to the start of the next. */
final class ChainBenchmark implements Benchmark {
    private static final int TASKS = 10;
    private static final int COLD = 20;

    /** As many rounds as the JVM takes to compile the path: fewer, and its compilers' work on the same cores is what is measured. */
    private static final int WARM_UP = 250;

    private static final int ROUNDS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public String workload() {
        return TASKS + " tasks in a row, processes with one small output, idle system, " + ROUNDS + " rounds after "
                + WARM_UP + " to warm up";
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of())) {
            Instant at = Instant.now();
            Map<String, Object> limits = MachineLimits.measure(system.directory());
            system.drop(system.file("d0", "f.txt"), "0");
            system.deploy(workflow());
            awaitChain(system, new Samples());
            Samples cold = new Samples();
            Samples hops = new Samples();
            Samples rounds = new Samples();
            for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
                boolean counts = round > WARM_UP;
                if (round == WARM_UP + 1) {
                    system.tap().stages().reset();
                }
                long start = system.drop(system.file("d0", "f.txt"), "round " + round);
                awaitChain(system, counts ? hops : round <= COLD ? cold : new Samples());
                if (counts) {
                    rounds.add(System.nanoTime() - start);
                }
                if (round % 50 == 0) {
                    progress.printf("round %d of %d%n", round, WARM_UP + ROUNDS);
                }
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("finishedToNextStarted", hops.figures());
            figures.put("wholeChain", rounds.figures());
            figures.put("finishedToNextStartedInTheFirst" + COLD + "Rounds", cold.figures());
            figures.put("stages", system.tap().stages().figures());
            return new Report(name(), workload(), at, figures, limits);
        }
    }

    /** Reads events until the whole chain has run, and adds the hop to each task but the first. */
    private static void awaitChain(BenchmarkSystem system, Samples hops) throws InterruptedException, TimeoutException {
        Map<Integer, Instant> ended = new HashMap<>();
        Map<Integer, Instant> started = new HashMap<>();
        boolean finished = false;
        // The events come from several topics, so the run's end may be read before a task's.
        while (!finished || ended.size() < TASKS || started.size() < TASKS) {
            Event event = system.tap().next(Event.class, any -> true, LIMIT);
            if (event instanceof AttemptStarted start) {
                started.put(index(start.instance().task()), start.at());
            } else if (event instanceof AttemptFinished finish) {
                ended.put(index(finish.instance().task()), finish.at());
            } else if (event instanceof RunFinished run && run.summary().executed() == TASKS) {
                finished = true;
            }
        }
        for (int task = 1; task < TASKS; task++) {
            hops.add(Duration.between(ended.get(task), started.get(task + 1)).toNanos());
        }
    }

    private static int index(String task) {
        return Integer.parseInt(task.substring(1));
    }

    private static String workflow() {
        StringBuilder text = new StringBuilder("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: chain}
                spec:
                  datasets:
                    d0: {path: d0, watch: {settle: 0s}}
                """);
        for (int task = 1; task <= TASKS; task++) {
            text.append("    d%d: {path: d%d}%n".formatted(task, task));
        }
        text.append("  tasks:\n");
        for (int task = 1; task <= TASKS; task++) {
            text.append("""
                        t%d:
                          inputs: {d%d: {}}
                          outputs: {d%d: {}}
                          run: {command: [sh, -c, 'cat "$FRESHET_IN_D%d/f.txt" >"$FRESHET_OUT_D%d/f.txt"']}
                    """.formatted(task, task - 1, task, task - 1, task));
        }
        return text.toString();
    }
}
