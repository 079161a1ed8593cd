package io.freshet.benchmarks;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an attempt goes: between its events, by the clock of who decided and by when a subscriber saw the decision committed.
 * Thread-safe.
 */
final class Stages {
    private enum Moment {
        /** What the planner decided upon was written to the log: its decisions bear that time. */
        PLANNER_ASKED,
        READY_SEEN,
        LAUNCH_DECIDED,
        LAUNCH_SEEN,
        STARTED,
        FINISHED,
        FINISH_SEEN
    }

    private final Map<String, Map<Moment, Instant>> attempts = new HashMap<>();

    synchronized void saw(Event event, Instant now) {
        switch (event) {
            case TaskReady ready -> {
                note(ready.attempt(), Moment.PLANNER_ASKED, ready.at());
                note(ready.attempt(), Moment.READY_SEEN, now);
            }
            case LaunchAttempt launch -> {
                note(launch.attempt(), Moment.LAUNCH_DECIDED, launch.at());
                note(launch.attempt(), Moment.LAUNCH_SEEN, now);
            }
            case AttemptStarted started -> note(started.attempt(), Moment.STARTED, started.at());
            case AttemptFinished finished -> {
                note(finished.attempt(), Moment.FINISHED, finished.at());
                note(finished.attempt(), Moment.FINISH_SEEN, now);
            }
            default -> {
                // No step of an attempt.
            }
        }
    }

    /** Forgets what was seen, so that a warm-up does not count. */
    synchronized void reset() {
        attempts.clear();
    }

    synchronized Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("plannerDecides", between(Moment.PLANNER_ASKED, Moment.READY_SEEN));
        figures.put("admissionDecides", between(Moment.READY_SEEN, Moment.LAUNCH_DECIDED));
        figures.put("admissionCommits", between(Moment.LAUNCH_DECIDED, Moment.LAUNCH_SEEN));
        figures.put("launcherStarts", between(Moment.LAUNCH_SEEN, Moment.STARTED));
        figures.put("taskRuns", between(Moment.STARTED, Moment.FINISHED));
        figures.put("launcherReports", between(Moment.FINISHED, Moment.FINISH_SEEN));
        return figures;
    }

    private Map<String, Object> between(Moment from, Moment to) {
        Samples samples = new Samples();
        for (Map<Moment, Instant> moments : attempts.values()) {
            @Nullable Instant begin = moments.get(from);
            @Nullable Instant end = moments.get(to);
            if (begin != null && end != null) {
                samples.add(Duration.between(begin, end).toNanos());
            }
        }
        return samples.figures();
    }

    private void note(String attempt, Moment moment, Instant at) {
        attempts.computeIfAbsent(attempt, id -> new EnumMap<>(Moment.class)).put(moment, at);
    }
}
