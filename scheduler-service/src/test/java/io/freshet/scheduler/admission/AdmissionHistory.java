package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One random history of admission, with a naive model beside it that says after every step whether an invariant is broken. */
final class AdmissionHistory {
    private static final int DEFAULT_SLOTS = 3;

    /** Of the order of a history, so that waiting makes up for priority in some; no whole milliseconds, so that no two places are equal. */
    private static final AdmissionPolicy POLICY =
            new AdmissionPolicy(DEFAULT_SLOTS, false, Duration.ofSeconds(2).plusNanos(500_000));

    private final long seed;
    private final Random random;
    private final Random restarts;
    private final double restartRate;
    private int steps;
    private final AdmissionTables tables = TreeTable.tables();
    private Admission admission = Admission.restored(tables, POLICY, Asks.START);
    private Instant now = Asks.START;

    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, TaskReady> asleep = new LinkedHashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    private final Map<String, TaskReady> waiting = new LinkedHashMap<>();
    private final Map<String, TaskReady> running = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> done = new TreeSet<>();
    private final List<String> commands = new ArrayList<>();
    /** Per waiting lane, when it began to wait or was served last. */
    private final Map<Lane.Key, Instant> since = new HashMap<>();
    /** Per waiting lane, how many admissions it may still be passed over. */
    private final Map<Lane.Key, Integer> patience = new HashMap<>();

    AdmissionHistory(long seed, double restartRate) {
        this.seed = seed;
        this.random = new Random(seed);
        this.restarts = new Random(seed);
        this.restartRate = restartRate;
    }

    Set<String> asked() {
        return asked;
    }

    Set<String> launchedOrWithdrawn() {
        return done;
    }

    List<String> launchCommands() {
        return commands;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            if (restarts.nextDouble() < restartRate) {
                admission = Admission.restored(tables, POLICY, now);
                take(admission.proceed(now));
            }
            step(random.nextInt(100));
            checkNobodyWaitsBesideAFreeSlot();
        }
    }

    /** Lets time pass and everything that runs end, until nothing is left. */
    void drain() {
        sizes.keySet().forEach(pool -> resize(pool, DEFAULT_SLOTS));
        now = now.plusSeconds(1_000);
        proceed();
        while (!running.isEmpty()) {
            end(running.keySet().iterator().next());
        }
    }

    private void step(int dice) {
        steps++;
        if (dice < 55) {
            ask();
        } else if (dice < 80) {
            oneOf(running).ifPresent(this::end);
        } else if (dice < 84) {
            resize(
                    switch (random.nextInt(5)) {
                        case 0, 1 -> "pool-" + random.nextInt(2);
                        case 2, 3 -> "run/run-" + random.nextInt(3);
                        default -> PoolDefined.QUOTA;
                    },
                    random.nextInt(5));
        } else if (dice < 88) {
            oneOf(waiting).ifPresent(this::withdraw);
        } else if (dice < 90) {
            oneOf(asleep).ifPresent(this::withdraw);
        } else if (dice < 92) {
            take(admission.apply(new AdmissionInput.Ended("unknown-" + dice), now));
        } else if (dice < 94) {
            oneOf(waiting)
                    .ifPresent(attempt -> take(admission.apply(
                            new AdmissionInput.Asked(Objects.requireNonNull(waiting.get(attempt))), now)));
        } else {
            now = now.plusMillis(random.nextInt(3_000));
            proceed();
        }
    }

    private void ask() {
        int number = asked.size();
        Asks asks = Asks.task("task-" + random.nextInt(4))
                .partition(number)
                .run("run-" + random.nextInt(4))
                .pool("pool-" + random.nextInt(2))
                .priority(random.nextInt(3))
                .orderKey(Integer.toString(random.nextInt(10)));
        if (asks.task().equals("task-0")) {
            asks = asks.maxActive(1 + random.nextInt(2));
        }
        if (asks.task().equals("task-1")) {
            asks = asks.workflowMaxActive(4);
        }
        if (number % 3 == 0) {
            asks = asks.keyed("key-" + random.nextInt(2), 1);
        }
        if (asks.run().equals("run-0")) {
            asks = asks.runMaxActive(1);
        }
        // By the planner's clock, which has stood still.
        Duration wait = Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(5_000) : 0);
        TaskReady ready = wait.isZero()
                ? asks.ready()
                : asks.notBefore(Asks.START.plus(wait)).ready();
        asked.add(ready.attempt());
        if (wait.isPositive()) {
            asleep.put(ready.attempt(), ready);
            due.put(ready.attempt(), now.plus(wait));
        } else {
            arrive(ready);
        }
        take(admission.apply(new AdmissionInput.Asked(ready), now));
    }

    private void arrive(TaskReady ready) {
        Lane.Key lane = Lane.Key.of(ready);
        waiting.put(ready.attempt(), ready);
        patience.computeIfAbsent(lane, key -> lanesBeside(key));
        since.putIfAbsent(lane, now);
    }

    private void proceed() {
        for (TaskReady ready : List.copyOf(asleep.values())) {
            if (!Objects.requireNonNull(due.get(ready.attempt())).isAfter(now)) {
                asleep.remove(ready.attempt());
                waiting.put(ready.attempt(), ready);
            }
        }
        // Those that wake at one moment arrive one after the other; how long each may be passed over is clear when all
        // are there.
        waiting.values().forEach(ready -> {
            patience.computeIfAbsent(Lane.Key.of(ready), this::lanesBeside);
            since.putIfAbsent(Lane.Key.of(ready), now);
        });
        take(admission.proceed(now));
    }

    private void end(String attempt) {
        running.remove(attempt);
        take(admission.apply(new AdmissionInput.Ended(attempt), now));
    }

    private void resize(String pool, int slots) {
        sizes.put(pool, slots);
        take(admission.apply(new AdmissionInput.Resized("prod", pool, slots), now));
    }

    private void withdraw(String attempt) {
        TaskReady ready = waiting.containsKey(attempt) ? waiting.remove(attempt) : asleep.remove(attempt);
        done.add(attempt);
        forgetEmptyLanes();
        take(admission.apply(
                new AdmissionInput.Asked(
                        new TaskWithdrawn(ready.instance(), attempt, ready.run(), Reason.SUPERSEDED, now)),
                now));
    }

    private void take(List<Event> events) {
        for (Event event : events) {
            if (event instanceof LaunchCommand command) {
                commands.add(command.getClass().getSimpleName() + " " + command.attempt());
            }
            if (event instanceof LaunchAttempt launch) {
                TaskReady ready = waiting.get(launch.attempt());
                assertTrue(ready != null, () -> "launched without waiting: " + launch.attempt() + where());
                checkSlot(ready);
                checkOrder(ready);
                checkTurn(ready);
                waiting.remove(launch.attempt());
                forgetEmptyLanes();
                running.put(launch.attempt(), ready);
                assertTrue(done.add(launch.attempt()), () -> "launched twice: " + launch.attempt() + where());
            }
        }
    }

    /** Within its lane nobody with a smaller order key, or earlier with the same, waits. */
    private void checkOrder(TaskReady launched) {
        for (TaskReady other : waiting.values()) {
            if (Lane.Key.of(other).equals(Lane.Key.of(launched))) {
                assertTrue(
                        launched.orderKey().compareTo(other.orderKey()) <= 0,
                        () -> launched.attempt() + " before " + other.attempt() + where());
            }
            boolean passedOver = place(other).isBefore(place(launched)) && isFree(other) && isOpen(other);
            assertFalse(passedOver, () -> launched.attempt() + " before the more urgent " + other + where());
        }
    }

    /** Who has waited two seconds longer goes before one whose priority is higher by one. */
    private Instant place(TaskReady ready) {
        return Objects.requireNonNull(since.get(Lane.Key.of(ready)))
                .minus(POLICY.ageing().multipliedBy(ready.priority()));
    }

    /** No lane that could be served is passed over more often than there were lanes beside it. */
    private void checkTurn(TaskReady launched) {
        Lane.Key served = Lane.Key.of(launched);
        patience.replaceAll((lane, left) -> lane.equals(served)
                        || !lane.pool().equals(served.pool())
                        || lane.priority() != served.priority()
                        || !isOpen(lane)
                ? left
                : left - 1);
        patience.forEach((lane, left) -> assertTrue(left >= 0, () -> lane + " is starved" + where()));
        patience.put(served, lanesBeside(served));
        since.put(served, now);
    }

    private int lanesBeside(Lane.Key lane) {
        return (int) waiting.values().stream()
                .map(Lane.Key::of)
                .filter(other -> other.pool().equals(lane.pool()) && other.priority() == lane.priority())
                .distinct()
                .filter(other -> !other.equals(lane))
                .count();
    }

    private void forgetEmptyLanes() {
        Set<Lane.Key> lanes = new HashSet<>();
        waiting.values().forEach(ready -> lanes.add(Lane.Key.of(ready)));
        patience.keySet().retainAll(lanes);
        since.keySet().retainAll(lanes);
    }

    /** SlotsNeverExceeded: there was a slot in the pool, and the task was below its limit. */
    private void checkSlot(TaskReady launched) {
        assertTrue(isFree(launched), () -> "SlotsNeverExceeded: " + launched.attempt() + where());
        assertTrue(isOpen(launched), () -> "a limit is exceeded: " + launched.attempt() + where());
    }

    private void checkNobodyWaitsBesideAFreeSlot() {
        for (TaskReady ready : waiting.values()) {
            assertFalse(isFree(ready) && isOpen(ready), () -> ready.attempt() + " waits beside a free slot" + where());
        }
    }

    /** Its pool has room, and so has its namespace. */
    private boolean isFree(TaskReady ready) {
        Integer quota = sizes.get(PoolDefined.QUOTA);
        return count(other -> other.pool().equals(ready.pool())) < sizes.getOrDefault(ready.pool(), DEFAULT_SLOTS)
                && (quota == null || running.size() < quota);
    }

    private long count(Predicate<TaskReady> which) {
        return running.values().stream().filter(which).count();
    }

    private boolean isOpen(TaskReady ready) {
        return isOpen(Lane.Key.of(ready));
    }

    private boolean isOpen(Lane.Key lane) {
        Integer limit = sizes.getOrDefault("run/" + lane.run(), lane.runGroup().maxActive());
        return isOpen(lane.group())
                && (limit == null || count(ready -> ready.run().equals(lane.run())) < limit);
    }

    private boolean isOpen(Lane.Group group) {
        return group.limits().stream()
                .map(Lane.Limit::limit)
                .allMatch(limit -> count(ready -> limit.key() != null
                                ? ready.limits().stream()
                                        .anyMatch(own -> Objects.equals(own.task(), limit.task())
                                                && Objects.equals(own.key(), limit.key()))
                                : limit.task() == null
                                        || ready.instance().task().equals(limit.task()))
                        < limit.max());
    }

    private Optional<String> oneOf(Map<String, TaskReady> attempts) {
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.keySet().stream()
                        .skip(random.nextInt(attempts.size()))
                        .findFirst();
    }

    private String where() {
        return " (seed " + seed + ", step " + steps + ")";
    }
}
