package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.EventParts;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.PartitionsReplayed.Fact;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets workflows look again at the partitions that old file changes are about. Of what a step reads about a partition only the last counts:
 * what was said before it is no longer so. Pure.
 */
final class FileChangesReplay implements TopicReplay {
    /** The bound on the changes of one step, but for those of its last record. */
    private static final int MOST_FACTS = 20_000;

    private final Replay replay;

    FileChangesReplay(Replay replay) {
        this.replay = replay;
    }

    @Override
    public ReplayStep step(ReplayLog.Chunk chunk, DeployedReaders deployed, Instant now) {
        Map<DatasetRef, SequencedMap<PartitionKey, Fact>> facts = new TreeMap<>();
        long unreadable = 0;
        long leftOut = 0;
        long replayed = 0;
        int changes = 0;
        long next = chunk.next();
        for (LogRecord record : chunk.records()) {
            if (changes >= MOST_FACTS) {
                next = record.offset();
                break;
            }
            if (!(record.event() instanceof FileChanges event)) {
                unreadable++;
            } else if (!isWanted(event.dataset())) {
                leftOut++;
            } else {
                replayed++;
                changes += event.changes().size();
                add(event, record.offset(), facts.computeIfAbsent(meant(event.dataset()), _ -> new LinkedHashMap<>()));
            }
        }
        long count = facts.values().stream().mapToLong(Map::size).sum();
        return new ReplayStep(
                new ReplayInfo.Records(unreadable + leftOut + replayed, replayed, leftOut, unreadable, count),
                events(facts, now),
                facts.keySet().stream().map(DatasetRef::toString).collect(Collectors.toSet()),
                facts.keySet().stream()
                        .flatMap(dataset -> runs(dataset, deployed).stream())
                        .toList(),
                next);
    }

    @Override
    public List<ReplayStep.Published> end(String subject, Instant now) {
        DatasetRef dataset = DatasetRef.parse(subject);
        return List.of(
                published(new PartitionsReplayed(dataset, replay.id(), replay.causeOf(dataset), true, List.of(), now)));
    }

    private boolean isWanted(DatasetRef dataset) {
        List<DatasetRef> datasets = replay.order().datasets();
        return datasets.isEmpty() || datasets.contains(dataset);
    }

    private DatasetRef meant(DatasetRef dataset) {
        return replay.into()
                .map(namespace -> new DatasetRef(namespace, dataset.dataset()))
                .orElse(dataset);
    }

    private void add(FileChanges event, long offset, SequencedMap<PartitionKey, Fact> facts) {
        boolean own = meant(event.dataset()).equals(event.dataset());
        for (PartitionChange change : event.changes()) {
            Fact fact = own
                    ? new Fact(change.partition(), change.after(), offset)
                    : new Fact(change.partition(), null, Fact.LOOK_ONLY);
            facts.putLast(change.partition(), fact);
        }
    }

    private List<ReplayStep.Published> events(Map<DatasetRef, SequencedMap<PartitionKey, Fact>> facts, Instant now) {
        List<ReplayStep.Published> events = new ArrayList<>();
        facts.forEach((dataset, of) -> EventParts.split(
                        List.copyOf(of.values()),
                        fact -> fact.partition().toString().length())
                .forEach(part -> events.add(published(
                        new PartitionsReplayed(dataset, replay.id(), replay.causeOf(dataset), false, part, now)))));
        return events;
    }

    private static ReplayStep.Published published(PartitionsReplayed event) {
        return new ReplayStep.Published(
                Topics.CATALOG_SUBSCRIPTIONS, event.dataset().toString(), event);
    }

    private List<ReplayRun> runs(DatasetRef dataset, DeployedReaders deployed) {
        String cause = replay.causeOf(dataset).id();
        return deployed.readers(dataset).stream()
                .map(workflow -> new ReplayRun(DerivedId.run(workflow, cause), workflow, dataset.toString()))
                .toList();
    }
}
