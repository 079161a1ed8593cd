package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.CatalogCommand;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InputList;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.time.Instant;

/** Which topic an event belongs to, and under which key. */
final class Route {
    private Route() {}

    static Entry of(Event event, Instant at) {
        return switch (event) {
            case FileChanges changes ->
                new Entry(Topics.FILE_CHANGES, changes.dataset().toString(), event, at);
            case CatalogCommand command ->
                new Entry(Topics.CATALOG_SUBSCRIPTIONS, command.dataset().toString(), event, at);
            case PartitionsChanged changed ->
                new Entry(Topics.PARTITION_CHANGED, changed.workflow().toString(), event, at);
            case WorkflowDefinition definition ->
                new Entry(Topics.WORKFLOW_DEFINITIONS, definition.workflow().toString(), event, at);
            case RunRequest request ->
                new Entry(Topics.RUN_REQUESTS, request.workflow().toString(), event, at);
            case ReadyCommand ready ->
                new Entry(Topics.TASK_READY, ready.instance().namespace(), event, at);
            case InputList list -> new Entry(Topics.INPUT_LISTS, list.hash().hex(), event, at);
            case LaunchCommand command ->
                new Entry(Topics.TASK_LAUNCH, command.instance().toString(), event, at);
            case AttemptReport report ->
                new Entry(Topics.TASK_FINISHED, report.instance().workflowRef().toString(), event, at);
            case SlotsReleased released -> new Entry(Topics.SLOT_RELEASES, released.namespace(), event, at);
            case TaskEvent task -> new Entry(Topics.TASK_EVENTS, task.workflow().toString(), event, at);
            case RunFinished run ->
                new Entry(Topics.RUN_FINISHED, run.workflow().toString(), event, at);
            case PartitionPublished published ->
                new Entry(Topics.PARTITION_PUBLISHED, published.dataset().toString(), event, at);
            case PublicationFailed failed ->
                new Entry(Topics.PARTITION_PUBLISHED, failed.dataset().toString(), event, at);
            // By the namespace alone, as admission's own copy of the topic is.
            case PoolDefined pool -> new Entry(Topics.POOL_DEFINITIONS, pool.namespace(), event, at);
            case DatasetProblems problems ->
                new Entry(Topics.DATASET_PROBLEMS, problems.dataset().toString(), event, at);
            case DeletionsConfirmed confirmed ->
                new Entry(Topics.DELETION_CONFIRMATIONS, confirmed.dataset().toString(), event, at);
            case LogChunk chunk -> new Entry(Topics.TASK_LOGS, chunk.attempt(), event, at);
        };
    }
}
