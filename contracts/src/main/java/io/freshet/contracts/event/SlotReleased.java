package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;

/**
 * An attempt that ended holds its slots no longer. Topic {@code slot-releases}, key {@code namespace}. Its launcher sends it beside
 * {@link AttemptFinished}, which is keyed for the planner: so whoever counts a namespace's slots learns it directly and need not read
 * and re-key every finish. May be read again after a crash; the second is of no effect.
 *
 * @param attempt see {@link io.freshet.contracts.id.DerivedId#attempt}
 */
public record SlotReleased(InstanceRef instance, String attempt, String run, Instant at) implements AttemptEvent {}
