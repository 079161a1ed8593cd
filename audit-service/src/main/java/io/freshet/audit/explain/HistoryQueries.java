package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link Explainer} asks of the record. No answer grows with the history: where there may be many, the limit says how many. */
public interface HistoryQueries {
    Optional<InstanceInfo> current(InstanceRef instance);

    /** The planner's last decision. */
    Optional<DecisionInfo> lastDecision(InstanceRef instance);

    /**
     * The last decision that the instance may run.
     *
     * @param attempt with this attempt; null: with any
     */
    Optional<DecisionInfo> lastReady(InstanceRef instance, @Nullable String attempt);

    /** When an attempt may begin; empty if it might at once, or nothing is known of it. */
    Optional<Instant> notBefore(String attempt);

    /** The cause of a run. */
    Optional<Cause> cause(String run);

    /**
     * What the attempt was given to read in another version than the accepted attempt of the instance before it, in the order of inputs
     * and names; what is no longer there comes last.
     */
    List<InputChange> changes(InstanceRef instance, String attempt, int limit);

    /** What the attempt was given to read, in the same order, as if nothing of it had changed. */
    List<InputChange> inputs(String attempt, int limit);

    /** How the partition last became this version. */
    Optional<VersionInfo> version(DatasetRef dataset, PartitionKey partition, Fingerprint fingerprint);

    /** The partitions that a cause changed, in the order of their names. */
    List<VersionInfo> changedBy(String cause, int limit);

    /** The changes, by one of the causes, of partitions in the range, as far as they are found with bounded effort. */
    List<VersionInfo> changedBy(List<String> causes, DatasetRef dataset, KeyRange range, int limit);

    /** How the partitions in the range became what they are now, as far as they are found with bounded effort. */
    List<VersionInfo> present(DatasetRef dataset, KeyRange range, int limit);

    /** The partitions that the attempt changed; none if its outputs came out as before. */
    List<VersionInfo> changedByAttempt(String attempt, int limit);

    /**
     * What was decided in the runs about the task's instances in the range, in the order of their names, the latest first of each; as far
     * as they are found with bounded effort.
     */
    List<DecisionInfo> decisions(List<String> runs, TaskRef task, KeyRange range, int limit);

    /** What the instance has made and its directory could not show when that was last tried, in the order of names. */
    List<PendingPartition> unpublished(InstanceRef instance, int limit);

    /** Why a workflow is faulted; empty if it is not. */
    Optional<FaultedWorkflow> fault(WorkflowRef workflow);

    /** The deployed specification. */
    Optional<WorkflowSpec> spec(WorkflowRef workflow);
}
