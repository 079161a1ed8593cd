package io.freshet.audit.history;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;

/** A part of what is known of an attempt; each part comes from another topic, in any order. */
public sealed interface AttemptRow extends Row.First {
    InstanceRef instance();

    String attempt();

    @Override
    default String key() {
        return attempt();
    }

    /** It may run. */
    record Ready(TaskReady ready, long seq) implements AttemptRow {
        @Override
        public InstanceRef instance() {
            return ready.instance();
        }

        @Override
        public String attempt() {
            return ready.attempt();
        }
    }

    /** It was taken back. */
    record Withdrawn(InstanceRef instance, String attempt, Instant at, long seq) implements AttemptRow {}

    /** It got its slots. */
    record Admitted(InstanceRef instance, String attempt, Instant at, long seq) implements AttemptRow {}

    /** Its process or pod started. */
    record Started(AttemptStarted started, long seq) implements AttemptRow {
        @Override
        public InstanceRef instance() {
            return started.instance();
        }

        @Override
        public String attempt() {
            return started.attempt();
        }
    }

    /** It ended. */
    record Finished(AttemptFinished finished, long seq) implements AttemptRow {
        @Override
        public InstanceRef instance() {
            return finished.instance();
        }

        @Override
        public String attempt() {
            return finished.attempt();
        }
    }

    /** The planner took its outputs as the instance's. */
    record Accepted(InstanceRef instance, String attempt, Instant at, long seq) implements AttemptRow {}

    /** A new version of a partition names it as the one that made it. */
    record Committed(InstanceRef instance, String attempt, Instant at, long seq) implements AttemptRow {}
}
