package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who made a version of a dataset that is not watched, or took one away.
 *
 * @param instance null: no task did, because none makes the dataset any more
 * @param attempt the one that wrote it; null where none did: what there was is seen elsewhere, or was taken away
 * @param run the run on whose behalf that was done; null with the instance
 * @param trace that the attempt is in, see {@link io.freshet.contracts.id.TraceIds}; null where there is none
 * @param acceptedAt when the planner accepted what the attempt made, from which on it is to be published; null where that is not known
 */
public record ProducedBy(
        @Nullable InstanceRef instance,
        @Nullable String attempt,
        @Nullable String run,
        @Nullable String trace,
        @Nullable Instant acceptedAt) {
    /** Of what is taken away when no task makes it any more. */
    public static final ProducedBy BY_NO_TASK = new ProducedBy(null, null, null);

    /** An attempt whose trace is not known, or none. */
    public ProducedBy(@Nullable InstanceRef instance, @Nullable String attempt, @Nullable String run) {
        this(instance, attempt, run, null, null);
    }
}
