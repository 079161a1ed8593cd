package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;

/**
 * Who made a version.
 *
 * @param run the run on whose behalf the attempt was started
 */
public record Produced(InstanceRef instance, String attempt, String run) {}
