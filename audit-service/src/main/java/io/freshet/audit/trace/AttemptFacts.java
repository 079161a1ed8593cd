package io.freshet.audit.trace;

import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the log has said of an attempt so far, as far as its spans need it; each part comes from another topic, in any order. What is not
 * known yet is null.
 *
 * @param admittedAt when it got its slots
 * @param withdrawnAt when the planner took it back
 * @param acceptedAt when the planner took its outputs as the instance's
 */
public record AttemptFacts(
        String attempt,
        InstanceRef instance,
        @Nullable Order order,
        @Nullable Instant admittedAt,
        @Nullable Place place,
        @Nullable End end,
        @Nullable Instant withdrawnAt,
        @Nullable Instant acceptedAt) {
    /**
     * What the planner ordered.
     *
     * @param run the first that the attempt serves
     * @param reason why it runs
     */
    public record Order(AttemptTrace trace, String run, String reason, Instant at) {}

    /** Where it ran, see {@link io.freshet.contracts.event.TaskEvent.AttemptStarted}. */
    public record Place(String executor, String host, String process) {}

    /**
     * How it ended.
     *
     * @param failure null if it succeeded
     * @param cachedFrom the attempt that did the work, if the outputs were linked
     * @param startedAt when its process started; null if none did
     */
    public record End(
            @Nullable FailureKind failure,
            @Nullable String message,
            @Nullable Integer exitCode,
            @Nullable String cachedFrom,
            @Nullable Instant startedAt,
            Instant at) {
        /** Whether something went wrong: not if somebody stopped it. */
        boolean isError() {
            return failure != null && failure != FailureKind.CANCELLED;
        }
    }
}
