package io.freshet.contracts.event;

import java.time.Instant;

/**
 * A firing of a schedule.
 *
 * @param schedule its name in the workflow
 * @param nominalTime the time for which the schedule fired, however late it did: the identity of the firing
 */
public record Firing(String schedule, Instant nominalTime) {}
