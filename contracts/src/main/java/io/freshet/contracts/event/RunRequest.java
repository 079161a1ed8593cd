package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
     * @param where only instances whose partition has, for each dimension named, this value; time dimensions by prefix
     * @param ranges only instances whose partition has, for each dimension named, a value in one of these
     * @param force run even what is unchanged
     * @param params values of workflow parameters that count for this run instead of their defaults, by name
     * @param order which partitions go first
     * @param trial only say what would happen
     * @param overlap what becomes of it if another run is under way; null: what the workflow says
     * @param maxActive how many of its attempts may run at once; null: no limit of its own
     * @param priority of its attempts instead of their tasks'; null: their tasks'
     */
    record Evaluate(
            WorkflowRef workflow,
            Cause cause,
            List<String> tasks,
            Map<String, String> where,
            Map<String, List<ValueRange>> ranges,
            boolean force,
            boolean trial,
            Map<String, String> params,
            PartitionOrder order,
            @Nullable Overlap overlap,
            @Nullable Integer maxActive,
            @Nullable Integer priority,
            String requestedBy,
            Instant at)
            implements RunRequest {
        public Evaluate {
            tasks = List.copyOf(tasks);
            PartitionSelection selection = new PartitionSelection(where, ranges);
            where = selection.where();
            ranges = selection.ranges();
            // Sorted: the text of the event, and so its id, must not depend on the JVM.
            params = Collections.unmodifiableMap(new TreeMap<>(params));
        }

        /** A request with nothing but values to choose partitions by, and no limit of its own. */
        public Evaluate(
                WorkflowRef workflow,
                Cause cause,
                List<String> tasks,
                Map<String, String> where,
                boolean force,
                boolean trial,
                Map<String, String> params,
                PartitionOrder order,
                @Nullable Overlap overlap,
                String requestedBy,
                Instant at) {
            this(
                    workflow,
                    cause,
                    tasks,
                    where,
                    Map.of(),
                    force,
                    trial,
                    params,
                    order,
                    overlap,
                    null,
                    null,
                    requestedBy,
                    at);
        }

        /** The same request, for another reason. */
        public Evaluate with(Cause other) {
            return new Evaluate(
                    workflow,
                    other,
                    tasks,
                    where,
                    ranges,
                    force,
                    trial,
                    params,
                    order,
                    overlap,
                    maxActive,
                    priority,
                    requestedBy,
                    at);
        }

        /** Which partitions it is about. */
        public PartitionSelection selection() {
            return new PartitionSelection(where, ranges);
        }
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
