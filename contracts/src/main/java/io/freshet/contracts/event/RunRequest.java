package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.RunSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody asks for something to run, or to stop. Topic {@code run-requests}, key {@code namespace/workflow}. */
public sealed interface RunRequest extends Event {
    /** The bound on the instances of a task without inputs that one request names, and so brings into being. */
    int MOST_NAMED = 1_000;

    WorkflowRef workflow();

    String requestedBy();

    @Override
    default String subject() {
        return workflow().toString();
    }

    /**
     * Evaluate instances now, whether or not anything changed.
     *
     * @param tasks only these; empty: all
     * @param selection only instances with these partitions
     * @param limits of the run itself
     */
    record Evaluate(
            WorkflowRef workflow,
            Cause cause,
            List<String> tasks,
            @JsonUnwrapped PartitionSelection selection,
            @JsonUnwrapped RunSettings settings,
            @JsonUnwrapped Limits limits,
            String requestedBy,
            Instant at)
            implements RunRequest {
        public Evaluate {
            tasks = List.copyOf(tasks);
        }

        /** A request with no limits of its own. */
        public Evaluate(
                WorkflowRef workflow,
                Cause cause,
                List<String> tasks,
                PartitionSelection selection,
                RunSettings settings,
                String requestedBy,
                Instant at) {
            this(workflow, cause, tasks, selection, settings, Limits.NONE, requestedBy, at);
        }

        /** The same request, for another reason. */
        public Evaluate with(Cause other) {
            return new Evaluate(workflow, other, tasks, selection, settings, limits, requestedBy, at);
        }

        /** The same request, made in another way. */
        public Evaluate with(RunSettings other) {
            return new Evaluate(workflow, cause, tasks, selection, other, limits, requestedBy, at);
        }
    }

    /**
     * What holds for the attempts of one run.
     *
     * @param maxActive how many may run at once; null: no limit of its own
     * @param priority instead of their tasks'; null: their tasks'
     */
    record Limits(@Nullable Integer maxActive, @Nullable Integer priority) {
        /** None. */
        public static final Limits NONE = new Limits(null, null);
    }

    /**
     * Stop what has not finished: queued instances are withdrawn, running attempts stopped.
     *
     * @param run all of this run; null if an instance is named
     * @param instance this one; null if a run is named
     */
    record Cancel(
            WorkflowRef workflow,
            @Nullable String run,
            @Nullable InstanceRef instance,
            String requestedBy,
            Instant at) implements RunRequest {
        @Override
        public Optional<String> correlation() {
            return Optional.ofNullable(run);
        }
    }

    /**
     * Go on with a faulted workflow, see {@link TaskEvent.WorkflowFaulted}. Nothing happens if it
     * is not faulted.
     *
     * @param cause of the run in which everything is looked at again
     */
    record Resume(WorkflowRef workflow, Cause cause, String requestedBy, Instant at) implements RunRequest {}
}
