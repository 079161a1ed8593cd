package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand;
import org.jspecify.annotations.Nullable;

/** What admission hears. */
public sealed interface AdmissionInput {
    /** The planner wants an attempt, or no longer wants it. */
    record Asked(ReadyCommand command) implements AdmissionInput {}

    /** An attempt ended, however. */
    record Ended(String attempt) implements AdmissionInput {}

    /**
     * A pool has another size.
     *
     * @param slots null: the default again
     */
    record Resized(String namespace, String pool, @Nullable Integer slots) implements AdmissionInput {}
}
