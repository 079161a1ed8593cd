package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One run changes every partition that a task gathers, and they finish in random order. */
final class FanIn {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int OPEN = 1_000;
    private static final long SEED = 20260301;

    private final PlannerSystem system;
    private final SiteWorkflow workflow = SiteWorkflow.gathering("fan-in");
    private final LinkedBlockingQueue<TaskReady> copies = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Long> gathered = new LinkedBlockingQueue<>();
    private final AtomicInteger launches = new AtomicInteger();

    FanIn(PlannerSystem system) {
        this.system = system;
        system.executor().handTo(workflow.ref(), this::ready);
        system.deploy(workflow.version(1));
    }

    private void ready(TaskReady ready) {
        if (ready.instance().task().equals("gather")) {
            launches.incrementAndGet();
            gathered.add(System.nanoTime());
            system.executor().finish(ready);
        } else {
            copies.add(ready);
        }
    }

    /** One round over partitions from 0; to be called again for the same partitions, which then change. */
    Map<String, Object> measure(String round, int partitions) throws InterruptedException, TimeoutException {
        launches.set(0);
        long executed = system.executor().executed(workflow.ref());
        long changed = system.change(workflow, round, 0, partitions);
        finishInRandomOrder(partitions);
        long last = next(gathered);
        system.executor().awaitExecuted(workflow.ref(), executed + partitions + 1, LIMIT);
        long end = System.nanoTime();

        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("partitions", partitions);
        figures.put("gatherLaunches", launches.get());
        figures.put("changeToGatherReadySeconds", seconds(last - changed));
        figures.put("changeToRunFinishedSeconds", seconds(end - changed));
        return figures;
    }

    /** Keeps so many open that one is drawn of very many; the planner lets no more go before some have ended. */
    private void finishInRandomOrder(int partitions) throws InterruptedException, TimeoutException {
        Random random = new Random(SEED);
        List<TaskReady> open = new ArrayList<>();
        for (int seen = 0; seen < partitions || !open.isEmpty(); ) {
            if (seen < partitions && open.size() < OPEN) {
                open.add(next(copies));
                seen++;
            } else {
                Collections.swap(open, random.nextInt(open.size()), open.size() - 1);
                system.executor().finish(open.removeLast());
            }
        }
    }

    private static <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException, TimeoutException {
        T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("the planner made nothing ready within %d s".formatted(LIMIT.toSeconds()));
        }
        return next;
    }

    private static double seconds(long nanos) {
        return Samples.rounded(nanos / 1e9);
    }
}
