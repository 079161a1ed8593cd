package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The planner's word to admission. Topic {@code task-ready}, key: the namespace. */
public sealed interface ReadyCommand extends AttemptEvent {
    /**
     * The instance may run: launch this attempt when there is a slot.
     *
     * @param attempt see {@link io.freshet.contracts.id.DerivedId#attempt}
     * @param number of the attempt within its evaluation, from 1
     * @param runs the runs that the attempt serves, at most 100 of them; the turn, order and limit of the first count for the attempt, and it is
     *     in its trace
     * @param pool whose slots it takes; not written if it is {@link TaskSpec#DEFAULT_POOL}
     * @param priority higher first; not written if it is 0
     * @param orderKey among equal priorities smaller first, compared as text
     * @param notBefore the earliest launch; null: at once
     * @param limits that hold for it besides those of its pool, its run and its namespace; none: not written
     * @param runMaxActive how many attempts of the run may run at once, unless {@link PoolDefined} says it of the run; null: no limit
     * @param reason why it runs
     */
    record TaskReady(
            String attempt,
            int number,
            List<String> runs,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TaskSpec.DefaultPool.class)
            String pool,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int priority,
            String orderKey,
            @Nullable Instant notBefore,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ConcurrencyLimit> limits,
            @Nullable Integer runMaxActive,
            Reason reason,
            AttemptSpec work,
            Instant at)
            implements ReadyCommand, AttemptOrder {
        public TaskReady {
            runs = AttemptSpec.requireRuns(runs);
            limits = limits == null ? List.of() : List.copyOf(limits);
            pool = Objects.requireNonNullElse(pool, TaskSpec.DEFAULT_POOL);
        }
    }

    /** The attempt is no longer wanted: take it off the queue, or stop it. */
    record TaskWithdrawn(InstanceRef instance, String attempt, String run, Reason reason, Instant at)
            implements ReadyCommand {}
}
