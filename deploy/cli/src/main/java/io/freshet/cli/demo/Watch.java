package io.freshet.cli.demo;

import io.freshet.cli.local.RunObserver;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.standalone.Endpoints;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what a step of the demonstration causes, and counts its launches. */
final class Watch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    /** How long nothing more may happen before a step counts as over: anything wrongly launched would be seen within it. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private final RunObserver witness;
    private Map<String, Integer> counted = new HashMap<>();

    Watch(Endpoints endpoints) {
        this.witness = new RunObserver(endpoints.kafka());
    }

    /**
     * Waits until at least so many processes were launched since the last call, every run has finished, and nothing more happens.
     *
     * @return the launches since the last call, by task
     */
    Map<String, Integer> awaitQuiet(int launches) throws InterruptedException, TimeoutException {
        await("%d launches".formatted(launches), () -> sinceLast() >= launches && witness.openRuns() == 0);
        int seen = witness.total();
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            if (witness.total() != seen || witness.openRuns() > 0) {
                seen = witness.total();
                quietSince = System.nanoTime();
            }
        }
        Map<String, Integer> before = counted;
        counted = witness.byTask();
        Map<String, Integer> launched = new TreeMap<>();
        counted.forEach((task, count) -> {
            int more = count - before.getOrDefault(task, 0);
            if (more > 0) {
                launched.put(task, more);
            }
        });
        return launched;
    }

    void awaitLaunches(int launches) throws InterruptedException, TimeoutException {
        int before = counted.values().stream().mapToInt(Integer::intValue).sum();
        await("%d launches".formatted(launches), () -> witness.total() - before >= launches);
    }

    /**
     * Waits until so many instances of a namespace were launched and every run has ended. Summaries of runs do not say how many launches
     * there are to come: an instance that two runs share counts in both.
     */
    void awaitInstancesOf(String namespace, int instances) throws InterruptedException, TimeoutException {
        await(
                "%d instances of %s".formatted(instances, namespace),
                () -> instancesOf(namespace) >= instances && witness.openRuns() == 0);
    }

    /** How many instances of a namespace were launched, each counted once. */
    long instancesOf(String namespace) {
        return witness.attempts().stream()
                .map(AttemptStarted::instance)
                .filter(instance -> instance.namespace().equals(namespace))
                .distinct()
                .count();
    }

    long launchesOf(String namespace) {
        return witness.attempts().stream()
                .filter(attempt -> attempt.instance().namespace().equals(namespace))
                .count();
    }

    private int sinceLast() {
        return witness.total()
                - counted.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("%s did not come about within %d s; launched so far: %s, runs open: %d"
                        .formatted(what, LIMIT.toSeconds(), witness.byTask(), witness.openRuns()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    @Override
    public void close() {
        witness.close();
    }
}
