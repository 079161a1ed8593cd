package io.freshet.audit.history;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of an instance's present state. The planner decides; scheduler and launcher report how far the attempt is that it decided on.
 * They do not wait for each other, so a word of theirs about an attempt can come after the planner has gone on: it counts only while
 * the planner's last word is that the instance may run.
 */
public sealed interface InstanceRow extends Row.Latest {
    InstanceRef instance();

    @Override
    default String key() {
        return instance().toString();
    }

    /** What the planner decided. */
    record Decision(StateChanged decision, long seq) implements InstanceRow {
        @Override
        public InstanceRef instance() {
            return decision.instance();
        }
    }

    /** How far the attempt is. */
    record Progress(
            InstanceRef instance,
            InstanceState state,
            Reason reason,
            String sentence,
            @Nullable String attempt,
            Instant at,
            long seq)
            implements InstanceRow {}

    /** The instance has the outputs of this attempt. */
    record Success(InstanceRef instance, String attempt, Instant at, long seq) implements InstanceRow {}
}
