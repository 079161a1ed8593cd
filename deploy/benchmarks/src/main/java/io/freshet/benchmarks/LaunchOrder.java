package io.freshet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether attempts were launched newest first: of those that waited, the one of the latest date. Not thread-safe. */
final class LaunchOrder {
    /** An attempt that began to wait so shortly before a launch may not have been heard of when that was decided. */
    private static final Duration UNHEARD = Duration.ofMillis(500);

    private record Attempt(String name, String date, Instant ready, Instant launched) {}

    private record Ready(String date, Instant at) {}

    private final Map<String, Ready> ready = new HashMap<>();
    private final Map<String, Instant> launched = new HashMap<>();

    void ready(String attempt, String date, Instant at) {
        ready.put(attempt, new Ready(date, at));
    }

    void launched(String attempt, Instant at) {
        launched.put(attempt, at);
    }

    int launches() {
        return launched.size();
    }

    Instant firstLaunch() {
        return launched.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Both topics are read independently of each other, so this is known at the end. */
    private List<Attempt> attempts() {
        return launched.entrySet().stream()
                .map(launch -> {
                    Ready before = ready.get(launch.getKey());
                    if (before == null) {
                        throw new IllegalStateException(launch.getKey() + " was launched and never ready");
                    }
                    return new Attempt(launch.getKey(), before.date(), before.at(), launch.getValue());
                })
                .toList();
    }

    /** How many were launched while one of a later date had waited for half a second and was launched afterwards. */
    int violations() {
        List<Attempt> byReady =
                attempts().stream().sorted(Comparator.comparing(Attempt::ready)).toList();
        List<Attempt> byLaunch = byReady.stream()
                .sorted(Comparator.comparing(Attempt::launched).thenComparing(Attempt::date, Comparator.reverseOrder()))
                .toList();
        TreeMap<String, Integer> heard = new TreeMap<>();
        Set<Attempt> waiting = new HashSet<>(byReady);
        int next = 0;
        int violations = 0;
        for (Attempt launch : byLaunch) {
            while (next < byReady.size()
                    && byReady.get(next).ready().plus(UNHEARD).isBefore(launch.launched())) {
                if (waiting.contains(byReady.get(next))) {
                    heard.merge(byReady.get(next).date(), 1, Integer::sum);
                }
                next++;
            }
            if (!heard.isEmpty() && heard.lastKey().compareTo(launch.date()) > 0) {
                violations++;
            }
            waiting.remove(launch);
            // One that is launched at once was never among them, and takes nobody's place.
            if (launch.ready().plus(UNHEARD).isBefore(launch.launched())) {
                heard.computeIfPresent(launch.date(), (date, count) -> count == 1 ? null : count - 1);
            }
        }
        return violations;
    }
}
