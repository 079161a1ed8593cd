package io.freshet.contracts.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Anything that crosses a topic. Each implementation is one CloudEvents type, see {@link EventTypes}; its record components are
 * the JSON data. Fields are only ever added, as optional ones: an event of every released version stays readable.
 */
public sealed interface Event
        permits AttemptEvent,
                CatalogCommand,
                DatasetProblems,
                DeletionsConfirmed,
                FileChanges,
                InputList,
                LogChunk,
                PartitionPublished,
                PublicationFailed,
                PartitionsChanged,
                PoolDefined,
                RunFinished,
                RunRequest,
                SlotsReleased,
                TaskEvent,
                WorkflowDefinition {

    /** What the event is about: CloudEvents {@code subject}. */
    String subject();

    /** When it happened: CloudEvents {@code time}. */
    Instant at();

    /** The run it belongs to: CloudEvents {@code correlationid}; empty if none. */
    default Optional<String> correlation() {
        return Optional.empty();
    }

    /** What readers take it as: itself, or the events that it stands for, in their order. */
    default List<? extends Event> parts() {
        return List.of(this);
    }
}
