package io.freshet.contracts.api;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something of which people are alerted, from its first occurrence until it is over.
 *
 * @param alert its id
 * @param rule the name of the workflow's alert that it is by
 * @param sentence what happened first, for people
 * @param instance that failed first; null if none did
 * @param run in which it did, or that is stuck; null if there is none
 * @param deadline that was missed; null if none was
 * @param due when the deadline was
 * @param topic of the first record that was rejected; null if none was
 * @param occurrences how many there were so far
 * @param endedAt when it was over; null if it is not
 */
public record AlertInfo(
        String alert,
        WorkflowRef workflow,
        String rule,
        AlertSpec.Condition condition,
        State state,
        String sentence,
        @Nullable InstanceRef instance,
        @Nullable String run,
        @Nullable String deadline,
        @Nullable Instant due,
        @Nullable String topic,
        long occurrences,
        Instant openedAt,
        Instant lastAt,
        @Nullable Instant endedAt) {
    /** Whether it lasts. */
    public enum State {
        OPEN,
        /** It is over: what failed has succeeded, what was late has arrived. */
        RECOVERED,
        /** Nobody waits for it any more: the rule, the deadline or the workflow is gone, or nothing more was heard of it. */
        CLOSED
    }
}
