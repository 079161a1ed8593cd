package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;

/**
 * A step of the longest chain of attempts in a run: each began when the one before had ended.
 *
 * @param startedAt when the attempt began
 * @param finishedAt when it ended
 */
public record CriticalPathStep(InstanceRef instance, Instant startedAt, Instant finishedAt) {}
