package io.freshet.scheduler.admission;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The attempts that wait for their time, the earliest first. */
final class DelayedAttempts {
    /** One of them, and when it is due. */
    record Sleeper(Instant due, long sequence, String attempt) {}

    private final NavigableSet<Sleeper> sleepers =
            new TreeSet<>(Comparator.comparing(Sleeper::due).thenComparingLong(Sleeper::sequence));

    private final Map<String, Sleeper> byAttempt = new HashMap<>();

    void add(Sleeper sleeper) {
        sleepers.add(sleeper);
        byAttempt.put(sleeper.attempt(), sleeper);
    }

    void remove(String attempt) {
        Sleeper sleeper = byAttempt.remove(attempt);
        if (sleeper != null) {
            sleepers.remove(sleeper);
        }
    }

    int size() {
        return sleepers.size();
    }

    Optional<Instant> nextDue() {
        return sleepers.isEmpty()
                ? Optional.empty()
                : Optional.of(sleepers.first().due());
    }

    /** Takes out the first one if it is due. */
    Optional<Sleeper> wake(Instant now) {
        if (sleepers.isEmpty() || sleepers.first().due().isAfter(now)) {
            return Optional.empty();
        }
        Sleeper due = sleepers.removeFirst();
        byAttempt.remove(due.attempt());
        return Optional.of(due);
    }
}
