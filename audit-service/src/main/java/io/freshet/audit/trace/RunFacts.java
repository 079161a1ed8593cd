package io.freshet.audit.trace;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the log has said of a run so far, as far as its spans need it.
 *
 * @param begunAt when it was first opened; null if that is not known yet
 * @param end of its first opening; null while that goes on
 */
public record RunFacts(
        String run,
        WorkflowRef workflow,
        Cause cause,
        @Nullable Instant begunAt,
        @Nullable End end) {
    /** The trace of its cause. */
    public String trace() {
        return TraceIds.trace(cause.id());
    }

    /** Whether its first opening ended with failures. */
    public boolean hasFailed() {
        return end != null && end.state().equals(RunFinished.State.FAILED.name());
    }

    /**
     * The end of an opening of a run, see {@link io.freshet.contracts.event.RunFinished}.
     *
     * @param state in which it ended
     */
    public record End(long opening, String state, Instant startedAt, Instant at) {
        public static End of(RunFinished finished) {
            return new End(finished.opening(), finished.state().name(), finished.startedAt(), finished.at());
        }
    }
}
