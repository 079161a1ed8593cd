package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * Who made a version of a dataset that is not watched, or took one away.
 *
 * @param instance null: no task did, because none makes the dataset any more
 * @param attempt the one that wrote it; null where none did: what there was is seen elsewhere, or was taken away
 * @param run the run on whose behalf that was done; null with the instance
 */
public record ProducedBy(
        @Nullable InstanceRef instance,
        @Nullable String attempt,
        @Nullable String run) {
    /** Of what is taken away when no task makes it any more. */
    public static final ProducedBy BY_NO_TASK = new ProducedBy(null, null, null);
}
