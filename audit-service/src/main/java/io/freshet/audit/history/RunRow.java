package io.freshet.audit.history;

import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import java.time.Instant;

/** A part of what is known of a run. A cause that reaches a workflow in several pieces may open its run again after it had finished. */
public sealed interface RunRow {
    /** Its id. */
    String run();

    /** It began. */
    record Begun(RunStarted started, long seq) implements RunRow, Row.First {
        @Override
        public String run() {
            return started.run();
        }

        @Override
        public String key() {
            return run();
        }
    }

    /** It began, for the first time or again: finished is only what finished this opening, or a later one. */
    record Reopened(RunStarted started, long seq) implements RunRow, Row.Latest {
        public Instant at() {
            return started.at();
        }

        @Override
        public String run() {
            return started.run();
        }

        @Override
        public String key() {
            return run();
        }
    }

    /** Its first opening ended. */
    record FirstEnded(RunFinished finished, long seq) implements RunRow, Row.First {
        @Override
        public String run() {
            return finished.run();
        }

        @Override
        public String key() {
            return run();
        }
    }

    /** It finished. */
    record Finished(RunFinished finished, long seq) implements RunRow, Row.Latest {
        @Override
        public String run() {
            return finished.run();
        }

        @Override
        public String key() {
            return run();
        }
    }
}
