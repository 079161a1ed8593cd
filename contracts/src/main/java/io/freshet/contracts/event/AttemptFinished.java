package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt ended. If it wrote many partitions, {@link OutputsListed} came before. Topic {@code task-finished}, key {@code namespace/workflow}. May be read more than once for one attempt, always
 * with the same content; counts only if the planner waits for this attempt.
 *
 * @param startedAt when the process started; null if none did
 * @param trace that the attempt is in, see {@link io.freshet.contracts.id.TraceIds}; null where it is not known
 * @param at when it ended
 */
public record AttemptFinished(
        InstanceRef instance,
        String attempt,
        int number,
        String run,
        Fingerprint actionKey,
        Outcome outcome,
        Usage usage,
        @Nullable Instant startedAt,
        @Nullable String trace,
        Instant at)
        implements AttemptReport {
    /** The same end with another outcome. */
    public AttemptFinished with(Outcome other) {
        return new AttemptFinished(instance, attempt, number, run, actionKey, other, usage, startedAt, trace, at);
    }
}
