package io.freshet.contracts.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The CloudEvents type of every event class, and back. A type ends in the major version of its data. */
public final class EventTypes {
    private static final Map<Class<? extends Event>, String> TYPES = types();

    /** Of the topics {@code task-finished}, {@code partition-published} and {@code run-finished}. */
    private static final Set<Class<? extends Event>> PUBLIC = Set.of(
            AttemptFinished.class,
            OutputsListed.class,
            PartitionPublished.class,
            PublicationFailed.class,
            RunFinished.class);

    private EventTypes() {}

    /** All event classes with their types, in a fixed order. */
    public static Map<Class<? extends Event>, String> all() {
        return TYPES;
    }

    public static String typeOf(Event event) {
        return typeOf(event.getClass());
    }

    public static String typeOf(Class<? extends Event> event) {
        String type = TYPES.get(event);
        if (type == null) {
            throw new IllegalStateException(event + " has no CloudEvents type");
        }
        return type;
    }

    /** The class for a type; empty for one that this version does not know. */
    public static Optional<Class<? extends Event>> classOf(String type) {
        for (Map.Entry<Class<? extends Event>, String> entry : TYPES.entrySet()) {
            if (entry.getValue().equals(type)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Whether events of a class are on a topic that other systems may read. */
    public static boolean isPublic(Class<? extends Event> event) {
        return PUBLIC.contains(event);
    }

    private static Map<Class<? extends Event>, String> types() {
        Map<Class<? extends Event>, String> types = new LinkedHashMap<>();
        types.put(FileChanges.class, "io.freshet.files.changed.v1");
        types.put(DatasetProblems.class, "io.freshet.dataset.problems.v1");
        types.put(DeletionsConfirmed.class, "io.freshet.deletions.confirmed.v1");
        types.put(WorkflowDefinition.class, "io.freshet.workflow.deployed.v1");
        types.put(PoolDefined.class, "io.freshet.pool.defined.v1");
        types.put(RunRequest.Evaluate.class, "io.freshet.run.requested.v1");
        types.put(RunRequest.Cancel.class, "io.freshet.cancel.requested.v1");
        types.put(RunRequest.Resume.class, "io.freshet.workflow.resume-requested.v1");
        types.put(CatalogSubscription.Subscribed.class, "io.freshet.dataset.subscribed.v1");
        types.put(CatalogSubscription.Unsubscribed.class, "io.freshet.dataset.unsubscribed.v1");
        types.put(DatasetRemovalRequested.class, "io.freshet.dataset.removal-requested.v1");
        types.put(PartitionsReplayed.class, "io.freshet.partitions.replayed.v1");
        types.put(PartitionsChanged.class, "io.freshet.partitions.changed.v1");
        types.put(ReadyCommand.TaskReady.class, "io.freshet.task.ready.v1");
        types.put(ReadyCommand.TaskWithdrawn.class, "io.freshet.task.withdrawn.v1");
        types.put(InputList.ChunkListed.class, "io.freshet.input.chunk-listed.v1");
        types.put(InputList.IndexListed.class, "io.freshet.input.index-listed.v1");
        types.put(LaunchCommand.LaunchAttempt.class, "io.freshet.attempt.admitted.v1");
        types.put(LaunchCommand.CancelAttempt.class, "io.freshet.attempt.cancel-requested.v1");
        types.put(TaskEvent.StateChanged.class, "io.freshet.task.state-changed.v1");
        types.put(TaskEvent.StatesChanged.class, "io.freshet.task.states-changed.v1");
        types.put(TaskEvent.AttemptStarted.class, "io.freshet.attempt.started.v1");
        types.put(TaskEvent.AttemptsStarted.class, "io.freshet.attempts.started.v1");
        types.put(TaskEvent.RunStarted.class, "io.freshet.run.started.v1");
        types.put(TaskEvent.RunForecast.class, "io.freshet.run.forecast.v1");
        types.put(TaskEvent.WorkflowFaulted.class, "io.freshet.workflow.faulted.v1");
        types.put(TaskEvent.WorkflowResumed.class, "io.freshet.workflow.resumed.v1");
        types.put(OutputsListed.class, "io.freshet.attempt.outputs-listed.v1");
        types.put(AttemptFinished.class, "io.freshet.attempt.finished.v1");
        types.put(SlotsReleased.class, "io.freshet.slots.released.v1");
        types.put(PartitionPublished.class, "io.freshet.partition.published.v1");
        types.put(PublicationFailed.class, "io.freshet.partition.publication-failed.v1");
        types.put(RunFinished.class, "io.freshet.run.finished.v1");
        types.put(LogChunk.class, "io.freshet.log.written.v1");
        return Collections.unmodifiableMap(types);
    }
}
