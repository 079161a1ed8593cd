package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted; null: no matter.
 *
 * @param run something of this run is in it
 * @param instance something of this instance is in it
 * @param dataset a version of this dataset was published in it
 * @param minDuration it took as long from the cause to its last end
 * @param error only those in which something failed
 * @param from the cause happened then or later
 * @param to the cause happened before
 */
public record WantedTraces(
        @Nullable String run,
        @Nullable InstanceRef instance,
        @Nullable DatasetRef dataset,
        @Nullable Duration minDuration,
        boolean error,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Those of a run. */
    public static WantedTraces of(String run) {
        return new WantedTraces(run, null, null, null, false, null, null);
    }
}
