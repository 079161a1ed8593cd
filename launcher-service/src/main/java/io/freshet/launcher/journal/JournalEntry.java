package io.freshet.launcher.journal;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;

/** One fact about an attempt, as a launcher puts it on record. Putting the same on record again changes nothing. */
public sealed interface JournalEntry {
    String attempt();

    /** The order to launch it, before anything is done for it. */
    record Launched(LaunchAttempt launch) implements JournalEntry {
        @Override
        public String attempt() {
            return launch.attempt();
        }
    }

    /** Why the launcher ends it, before it does. */
    record Stopped(String attempt, StopCause cause) implements JournalEntry {}

    /** Its end, as it is reported, before it is. */
    record Finished(AttemptFinished finish) implements JournalEntry {
        @Override
        public String attempt() {
            return finish.attempt();
        }
    }

    /** The broker has the report. */
    record Reported(String attempt) implements JournalEntry {}

    /** Nothing is left to do for it; its end is kept for a while, in case the order comes again. */
    record Closed(String attempt) implements JournalEntry {}

    /** From now on it is in the journal of another launcher. */
    record HandedOver(String attempt) implements JournalEntry {}
}
