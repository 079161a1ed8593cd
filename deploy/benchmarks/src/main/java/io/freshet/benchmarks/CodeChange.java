package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.partition.PartitionKey;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A large workflow's code changes, which unsettles all of its instances, while sites of a small one change at fixed times, whether or not
 * the planner keeps up: who waits for a planner that stands still is counted, each from when its change was due.
 */
final class CodeChange {
    /** As fast as a whole installation is to finish attempts, see the benchmark of throughput. */
    private static final long FINISHES_PER_SECOND = 1_000;

    private static final long PERIOD_NANOS = 50_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final PlannerSystem system;
    private final SiteWorkflow large;
    private final SiteWorkflow small;
    private final PrintStream progress;
    private final AtomicLong ready = new AtomicLong();
    private final Map<PartitionKey, Long> due = new ConcurrentHashMap<>();
    private final Samples samples = new Samples();
    private volatile long firstReady;
    private long begin;
    private long allowed;

    CodeChange(PlannerSystem system, SiteWorkflow large, SiteWorkflow small, PrintStream progress) {
        this.system = system;
        this.large = large;
        this.small = small;
        this.progress = progress;
    }

    /**
     * Measures until every instance of the large workflow has been made ready again, or for {@link #LONGEST} from when the first one was:
     * as fast as attempts end, more are made ready.
     *
     * @param instances of the large workflow
     * @param sites of the small workflow, of which more are made
     */
    Map<String, Object> measure(int instances, int sites) throws InterruptedException, TimeoutException {
        begin = System.nanoTime();
        system.executor().handTo(large.ref(), this::ready);
        system.executor().handTo(small.ref(), this::decided);
        system.deploy(large.version(2));
        int probes = 0;
        while (ready.get() < instances && !isLongEnough()) {
            long at = begin + probes * PERIOD_NANOS;
            if (at - begin > LIMIT.toNanos()) {
                throw new TimeoutException("%d of %d instances were ready again within %d s"
                        .formatted(ready.get(), instances, LIMIT.toSeconds()));
            }
            TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
            int site = sites + probes;
            due.put(SiteWorkflow.site(site), at);
            system.change(small, "meanwhile-" + site, site, site + 1);
            probes++;
            if (probes % 200 == 0) {
                progress.printf("code change: %d of %d ready again%n", ready.get(), instances);
            }
        }
        awaitDecisions(probes);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("instances", instances);
        figures.put("secondsToFirstReady", Samples.rounded((firstReady - begin) / 1e9));
        figures.put("readyAtTheEnd", ready.get());
        figures.put("otherWorkflowsDecision", samples.figures());
        return figures;
    }

    private boolean isLongEnough() {
        return firstReady != 0 && System.nanoTime() - firstReady > LONGEST.toNanos();
    }

    private void ready(TaskReady attempt) {
        if (ready.incrementAndGet() == 1) {
            firstReady = System.nanoTime();
        }
        if (allowed < (System.nanoTime() - firstReady) / 1e9 * FINISHES_PER_SECOND) {
            allowed++;
            system.executor().finish(attempt);
        }
    }

    private void decided(TaskReady attempt) {
        Long at = due.remove(attempt.instance().partition());
        if (at != null) {
            synchronized (samples) {
                samples.add(System.nanoTime() - at);
                samples.notifyAll();
            }
        }
        system.executor().finish(attempt);
    }

    private void awaitDecisions(int probes) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        synchronized (samples) {
            while (samples.size() < probes) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new TimeoutException(
                            "only %d of %d changes were decided about".formatted(samples.size(), probes));
                }
                samples.wait(left);
            }
        }
    }
}
