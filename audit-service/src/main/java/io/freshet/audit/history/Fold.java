package io.freshet.audit.history;

import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.trace.EventSpans;
import io.freshet.contracts.data.Fingerprint;
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
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.AttemptsStarted;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.TaskEvent.WorkflowResumed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one event says about the rows of the database. Pure: of the event and its place only. */
final class Fold {
    private Fold() {}

    /**
     * The rows of an entry.
     *
     * @param entry one of the {@link LogEntry#parts} of a record
     * @throws IllegalArgumentException if it stands for several events
     */
    public static List<Row> fold(LogEntry entry) {
        Event event = entry.event();
        if (event == null) {
            return tombstone(entry);
        }
        return switch (event) {
            case StateChanged decision -> DecisionFold.fold(entry, decision);
            case StatesChanged _, AttemptsStarted _ ->
                throw new IllegalArgumentException("an entry is folded part by part: " + event.subject());
            case AttemptStarted started -> started(entry, started);
            case RunStarted started ->
                List.of(
                        happened(entry, started, started.run(), null),
                        new RunRow.Begun(started, entry.seq()),
                        new RunRow.Reopened(started, entry.seq()));
            case WorkflowFaulted faulted -> faulted(entry, faulted);
            case WorkflowResumed resumed ->
                List.of(
                        happened(entry, resumed, null, null),
                        new WorkflowFaultRow(resumed.workflow(), null, entry.seq()));
            case RunForecast forecast -> List.of(happened(entry, forecast, forecast.run(), null));
            case RunFinished finished ->
                List.of(
                        happened(entry, finished, finished.run(), null),
                        new RunRow.FirstEnded(finished, entry.seq()),
                        new RunRow.Finished(finished, entry.seq()));
            case TaskReady ready -> ready(entry, ready);
            case TaskWithdrawn withdrawn ->
                List.of(
                        happened(entry, withdrawn, withdrawn.run(), withdrawn.attempt()),
                        new AttemptRow.Withdrawn(
                                withdrawn.instance(), withdrawn.attempt(), withdrawn.at(), entry.seq()));
            // Content that orders name by its hash, and not a thing that happened.
            case InputList.ChunkListed listed -> chunk(listed);
            case InputList.IndexListed listed -> index(listed);
            case AttemptFinished finished -> finished(entry, finished);
            // Part of what the attempt's end says, and not a thing that happened.
            case OutputsListed listed -> outputs(listed.attempt(), listed.outputs());
            case FileChanges changes -> changed(entry, changes);
            case PartitionPublished published -> published(entry, published);
            case PublicationFailed failed ->
                List.of(
                        happened(
                                entry,
                                failed,
                                failed.produced().run(),
                                failed.produced().attempt()),
                        new DatasetRow.Published(
                                failed.dataset(),
                                failed.partition(),
                                null,
                                failed.message(),
                                failed.at(),
                                entry.seq()));
            case WorkflowDefinition definition ->
                List.of(
                        happened(
                                entry,
                                definition,
                                DerivedId.run(
                                        definition.workflow(),
                                        definition.cause().id()),
                                null),
                        new HistoryRow.Deployed(definition, entry.seq()),
                        new WorkflowRow(definition.workflow(), definition.version(), null, entry.seq()));
            case RunRequest.Evaluate request ->
                List.of(happened(
                        entry,
                        request,
                        DerivedId.run(request.workflow(), request.cause().id()),
                        null));
            case RunRequest.Resume request ->
                List.of(happened(
                        entry,
                        request,
                        DerivedId.run(request.workflow(), request.cause().id()),
                        null));
            case RunRequest.Cancel request -> List.of(happened(entry, request, request.run(), null));
            case LogChunk chunk -> List.of(new HistoryRow.Logged(chunk));
            case LaunchCommand command -> List.of(happened(entry, command, command.run(), command.attempt()));
            case CatalogCommand _, PartitionsChanged _, DeletionsConfirmed _, PoolDefined _ ->
                List.of(happened(entry, event, null, null));
            // The state of the watcher's directories, not a thing that happened: only the last report counts.
            case DatasetProblems report -> List.of(new DatasetRow.Reported(report, entry.seq()));
            // Not read: the attempt's finish says as much.
            case SlotsReleased _ -> List.of();
        };
    }

    private static List<Row> tombstone(LogEntry entry) {
        return entry.topic().equals(Topics.WORKFLOW_DEFINITIONS)
                ? List.of(new WorkflowRow(WorkflowRef.parse(entry.key()), null, entry.writtenAt(), entry.seq()))
                : List.of();
    }

    private static List<Row> faulted(LogEntry entry, WorkflowFaulted faulted) {
        Occurrence occurrence = new Occurrence(
                entry.id(),
                AlertSpec.Condition.FAULTED,
                faulted.workflow(),
                Occurrence.Subject.WORKFLOW,
                "the workflow rests (%s): %s".formatted(faulted.code(), faulted.message()),
                faulted.at());
        return List.of(
                happened(entry, faulted, null, null),
                new WorkflowFaultRow(faulted, entry.seq()),
                new OccurrenceRow(occurrence));
    }

    private static List<Row> started(LogEntry entry, AttemptStarted started) {
        return List.of(
                happened(entry, started, started.run(), started.attempt()),
                new AttemptRow.Started(started, entry.seq()),
                DecisionFold.running(started, entry.seq()));
    }

    private static List<Row> published(LogEntry entry, PartitionPublished published) {
        List<Row> rows = new ArrayList<>();
        ProducedBy produced = published.produced();
        rows.add(happened(entry, published, produced.run(), produced.attempt()));
        rows.add(new DatasetRow.Published(
                published.dataset(), published.partition(), published.version(), null, published.at(), entry.seq()));
        EventSpans.of(published).map(SpanRow::new).ifPresent(rows::add);
        return rows;
    }

    private static List<Row> chunk(InputList.ChunkListed listed) {
        Fingerprint hash = listed.hash();
        List<Row> rows = new ArrayList<>();
        listed.chunk().partitions().forEach(partition -> rows.add(new ListRow.Partition(hash, partition)));
        return rows;
    }

    private static List<Row> index(InputList.IndexListed listed) {
        Fingerprint hash = listed.hash();
        List<Row> rows = new ArrayList<>();
        for (PartitionIndex.ChunkRef chunk : listed.index().chunks()) {
            rows.add(new ListRow.Chunk(hash, rows.size(), chunk.hash()));
        }
        return rows;
    }

    private static List<Row> ready(LogEntry entry, TaskReady ready) {
        List<Row> rows = new ArrayList<>();
        rows.add(happened(entry, ready, ready.run(), ready.attempt()));
        rows.add(new AttemptRow.Ready(ready, entry.seq()));
        for (AttemptSpec.Input input : ready.work().inputs()) {
            AttemptSpec.ListRef list = input.list();
            if (list != null) {
                rows.add(
                        new LineageRow.ReadList(ready.attempt(), input.name(), input.dataset(), list, input.watched()));
            }
            for (AttemptSpec.InputPartition read : input.partitions()) {
                rows.add(new LineageRow.Read(
                        ready.attempt(),
                        input.name(),
                        input.dataset(),
                        read.partition(),
                        read.fingerprint(),
                        input.watched()));
            }
        }
        return rows;
    }

    private static List<Row> finished(LogEntry entry, AttemptFinished finished) {
        List<Row> rows = new ArrayList<>();
        rows.add(happened(entry, finished, finished.run(), finished.attempt()));
        rows.add(new AttemptRow.Finished(finished, entry.seq()));
        switch (finished.outcome()) {
            case Outcome.Succeeded succeeded -> rows.addAll(outputs(finished.attempt(), succeeded.outputs()));
            case Outcome.Failed _ -> {
                // What a failed attempt left is no version of anything.
            }
        }
        return rows;
    }

    private static List<Row> outputs(String attempt, List<Outcome.OutputPartition> outputs) {
        return outputs.stream()
                .<Row>map(
                        output -> new LineageRow.Wrote(attempt, output.dataset(), output.partition(), output.version()))
                .toList();
    }

    private static List<Row> changed(LogEntry entry, FileChanges changes) {
        List<Row> rows = new ArrayList<>();
        ProducedBy produced = changes.produced();
        String attempt = produced == null ? null : produced.attempt();
        InstanceRef instance = produced == null ? null : produced.instance();
        rows.add(happened(entry, changes, changes.correlation().orElse(null), attempt));
        if (instance != null && attempt != null) {
            rows.add(new AttemptRow.Committed(instance, attempt, changes.at(), entry.seq()));
        }
        rows.add(new DatasetRow.Described(
                changes.dataset(),
                changes.path(),
                changes.layout(),
                changes.produced() == null,
                changes.at(),
                entry.seq()));
        int index = 0;
        for (PartitionChange change : changes.changes()) {
            rows.add(new HistoryRow.Changed(
                    entry.id(),
                    index,
                    entry.seq(),
                    changes.dataset(),
                    change,
                    changes.cause(),
                    changes.produced(),
                    changes.at()));
            rows.add(new DatasetRow.Current(
                    changes.dataset(),
                    change.partition(),
                    change.after(),
                    changes.cause().id(),
                    changes.produced(),
                    changes.at(),
                    entry.seq()));
            index++;
        }
        return rows;
    }

    private static HistoryRow.Happened happened(
            LogEntry entry, Event event, @Nullable String run, @Nullable String attempt) {
        return new HistoryRow.Happened(entry, event, run, attempt);
    }
}
