package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * Who made a version, or took one away.
 *
 * @param attempt the one that wrote it; null where none did: what there was is seen elsewhere, or was taken away
 * @param run the run on whose behalf that was done
 */
public record Produced(InstanceRef instance, @Nullable String attempt, String run) {}
