package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Changes one site of a workflow after the other, each some time after the run of the one before is over, for it is a single change that
 * is measured. One thread.
 */
final class DecisionProbe {
    /** Between a run and the next change, at random, so that it meets the planner's timers at any moment. */
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final PlannerSystem system;
    private final SiteWorkflow workflow;
    private final LinkedBlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    private final Random pauses = new Random(1);
    private int rounds;
    private long expected;

    DecisionProbe(PlannerSystem system, SiteWorkflow workflow) {
        this.system = system;
        this.workflow = workflow;
        system.executor().handTo(workflow.ref(), ready -> {
            seen.add(System.nanoTime());
            system.executor().finish(ready);
        });
    }

    /** From the change of a site until the planner's decision can be read, which is after its commit, in nanoseconds. */
    long decide(int site) throws InterruptedException, TimeoutException {
        return decisionSince(change(site));
    }

    /** Changes a site; returns when, by {@link System#nanoTime}. */
    long change(int site) {
        rounds++;
        expected = system.executor().executed(workflow.ref()) + 1;
        return system.change(workflow, "probe-" + rounds, site, site + 1);
    }

    /** From a moment until the decision about the change that was last can be read; returns after its run. */
    long decisionSince(long begin) throws InterruptedException, TimeoutException {
        Long at = seen.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (at == null) {
            throw new TimeoutException("no decision about a change within %d s".formatted(LIMIT.toSeconds()));
        }
        system.executor().awaitExecuted(workflow.ref(), expected, LIMIT);
        return at - begin;
    }

    /** So many decisions about sites all over the workflow, the first of which do not count. */
    Samples decisions(int sites, int warmUp, int counted) throws InterruptedException, TimeoutException {
        Samples samples = new Samples();
        for (int i = 0; i < warmUp + counted; i++) {
            TimeUnit.MILLISECONDS.sleep(pauses.nextInt(LONGEST_PAUSE_MILLIS));
            long took = decide((int) (rounds * 7919L % sites));
            if (i >= warmUp) {
                samples.add(took);
            }
        }
        return samples;
    }
}
