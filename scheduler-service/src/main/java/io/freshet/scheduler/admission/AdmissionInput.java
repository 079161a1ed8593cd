package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What admission hears. */
public sealed interface AdmissionInput {
    /** The planner wants an attempt, or no longer wants it. */
    record Asked(ReadyCommand command) implements AdmissionInput {}

    /** Attempts ended, however. */
    record Ended(List<String> attempts) implements AdmissionInput {
        public Ended {
            attempts = List.copyOf(attempts);
        }

        /** One attempt. */
        public Ended(String attempt) {
            this(List.of(attempt));
        }
    }

    /**
     * A pool has another size.
     *
     * @param slots null: the default again, or no limit for a pool of a run or of the namespace
     */
    record Resized(String namespace, String pool, @Nullable Integer slots) implements AdmissionInput {}
}
