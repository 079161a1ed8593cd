package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;

/** Admission's word to the launcher. Topic {@code task-launch}, key: the instance. */
public sealed interface LaunchCommand extends AttemptEvent {
    /**
     * The attempt has its slots: make it. Doing so again finds it made.
     *
     * @param runs the runs that the attempt serves, as in {@link ReadyCommand.TaskReady}
     */
    record LaunchAttempt(String attempt, int number, List<String> runs, AttemptSpec work, Instant at)
            implements LaunchCommand, AttemptOrder {
        public LaunchAttempt {
            runs = AttemptSpec.requireRuns(runs);
        }
    }

    /** Stop the attempt and report it as cancelled; harmless if it has ended or never began here. */
    record CancelAttempt(InstanceRef instance, String attempt, String run, Reason reason, Instant at)
            implements LaunchCommand {}
}
