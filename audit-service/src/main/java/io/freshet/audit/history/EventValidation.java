package io.freshet.audit.history;

import io.freshet.contracts.event.AttemptEvent;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.CatalogCommand;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InputList;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.OutputsListed;
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
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what a database cannot keep, before it is asked to: an index holds keys of some 2,700 bytes at the most, and a time must be
 * one of this age. Whatever is found here is rejected for good.
 */
final class EventValidation {
    /** The longest text of an instance's or partition's key, in characters (which are ASCII). */
    public static final int LONGEST_KEY = 2_000;

    /** The longest identifier of an event, run or attempt, in characters. */
    public static final int LONGEST_ID = 200;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private EventValidation() {}

    /** Why the event cannot be kept; empty if it can. */
    public static Optional<String> objection(LogEntry entry) {
        Event event = entry.event();
        if (event == null) {
            return tombstone(entry);
        }
        return longId("event", entry.id())
                .or(() -> badTime(event.at()))
                .or(() -> event.correlation().flatMap(run -> longId("run", run)))
                .or(() -> longId("attempt", attempt(event)))
                .or(() -> inputs(event)
                        .flatMap(name -> longId("input", name).stream())
                        .findFirst())
                .or(() -> longKey(event));
    }

    private static Optional<String> tombstone(LogEntry entry) {
        if (!entry.topic().equals(Topics.WORKFLOW_DEFINITIONS)) {
            return Optional.empty();
        }
        try {
            WorkflowRef.parse(entry.key());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("the key of a removal must name a workflow: " + e.getMessage());
        }
    }

    private static Optional<String> badTime(Instant at) {
        return at.isBefore(EARLIEST) || !at.isBefore(LATEST)
                ? Optional.of("its time %s is not between %s and %s".formatted(at, EARLIEST, LATEST))
                : Optional.empty();
    }

    private static Optional<String> longId(String what, String id) {
        return id.length() > LONGEST_ID
                ? Optional.of("its %s id has %d characters, more than %d".formatted(what, id.length(), LONGEST_ID))
                : Optional.empty();
    }

    private static Optional<String> longKey(Event event) {
        return keys(event)
                .filter(key -> key.length() > LONGEST_KEY)
                .findFirst()
                .map(key -> "the key '%s' has %d characters, more than %d"
                        .formatted(ShortText.of(key, 100), key.length(), LONGEST_KEY));
    }

    private static Stream<String> inputs(Event event) {
        return event instanceof ReadyCommand.TaskReady ready
                ? ready.work().inputs().stream().map(AttemptSpec.Input::name)
                : Stream.of();
    }

    private static Stream<String> keys(Event event) {
        return switch (event) {
            case TaskEvent _, LogChunk _ -> Stream.of(event.subject());
            case PartitionPublished published -> Stream.of(published.partition().toString());
            case PublicationFailed failed -> Stream.of(failed.partition().toString());
            case FileChanges changes ->
                changes.changes().stream().map(change -> change.partition().toString());
            case ReadyCommand.TaskReady ready ->
                Stream.concat(
                        Stream.of(ready.subject()),
                        ready.work().inputs().stream()
                                .flatMap(input -> input.partitions().stream())
                                .map(read -> read.partition().toString()));
            case InputList.ChunkListed listed ->
                listed.chunk().partitions().stream()
                        .map(read -> read.partition().toString());
            case AttemptFinished finished -> Stream.concat(Stream.of(finished.subject()), outputs(finished.outcome()));
            case OutputsListed listed -> Stream.concat(Stream.of(listed.subject()), partitions(listed.outputs()));
            case ReadyCommand.TaskWithdrawn _,
                    CatalogCommand _,
                    DatasetProblems _,
                    DeletionsConfirmed _,
                    InputList.IndexListed _,
                    LaunchCommand _,
                    PartitionsChanged _,
                    PoolDefined _,
                    RunFinished _,
                    RunRequest _,
                    SlotsReleased _,
                    WorkflowDefinition _ -> Stream.of(event.subject());
        };
    }

    private static Stream<String> outputs(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> partitions(succeeded.outputs());
            case Outcome.Failed _ -> Stream.of();
        };
    }

    private static Stream<String> partitions(List<OutputPartition> outputs) {
        return outputs.stream().map(output -> output.partition().toString());
    }

    private static String attempt(Event event) {
        return switch (event) {
            case TaskEvent.StateChanged decision -> String.valueOf(decision.attempt());
            case TaskEvent.AttemptStarted started -> started.attempt();
            case AttemptEvent about -> about.attempt();
            case LogChunk chunk -> chunk.attempt();
            case TaskEvent.StatesChanged _,
                    TaskEvent.AttemptsStarted _,
                    TaskEvent.RunStarted _,
                    TaskEvent.RunForecast _,
                    TaskEvent.WorkflowFaulted _,
                    TaskEvent.WorkflowResumed _,
                    CatalogCommand _,
                    DatasetProblems _,
                    DeletionsConfirmed _,
                    FileChanges _,
                    InputList _,
                    PartitionPublished _,
                    PartitionsChanged _,
                    PoolDefined _,
                    PublicationFailed _,
                    RunFinished _,
                    RunRequest _,
                    SlotsReleased _,
                    WorkflowDefinition _ -> "";
        };
    }
}
