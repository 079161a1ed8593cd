package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.AttemptState;
import io.freshet.launcher.domain.StopCause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a launcher has on record of attempts, which outlives it. */
final class AttemptRecords {
    private final Map<String, LaunchAttempt> launches = new TreeMap<>();
    private final Map<String, StopCause> stops = new TreeMap<>();
    private final Map<String, AttemptFinished> finishes = new TreeMap<>();
    private final Set<String> reported = new TreeSet<>();
    private final Set<String> open = new TreeSet<>();

    List<String> open() {
        return List.copyOf(open);
    }

    LaunchAttempt launch(String attempt) {
        return launches.get(attempt);
    }

    AttemptFinished finish(String attempt) {
        return finishes.get(attempt);
    }

    void recordLaunch(LaunchAttempt launch) {
        open.add(launch.attempt());
        launches.put(launch.attempt(), launch);
    }

    void recordStop(String attempt, StopCause cause) {
        stops.put(attempt, cause);
    }

    void recordFinish(AttemptFinished finish) {
        if (!launches.containsKey(finish.attempt())) {
            open.add(finish.attempt());
        }
        finishes.put(finish.attempt(), finish);
    }

    void recordReported(String attempt) {
        reported.add(attempt);
    }

    void forget(String attempt) {
        open.remove(attempt);
    }

    /** Where the launcher before left the attempt; null if nothing is on record of it. */
    AttemptState left(String attempt) {
        AttemptFinished finish = finishes.get(attempt);
        if (finish != null) {
            return new AttemptState.Closing(finish, reported.contains(attempt), false);
        }
        LaunchAttempt launch = launches.get(attempt);
        return launch == null ? null : new AttemptState.Accepted(launch, stops.get(attempt));
    }
}
