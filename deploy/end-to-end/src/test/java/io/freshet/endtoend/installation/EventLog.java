package io.freshet.endtoend.installation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * All that the public and internal topics say, read from their beginnings to where they end now; of one key in its order.
 *
 * @param deadLetters how many records lie in the dead-letter topics
 */
record EventLog(List<Event> events, int deadLetters) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** A partition of a dataset. */
    record Place(DatasetRef dataset, PartitionKey partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return dataset + "/" + partition;
        }
    }

    static EventLog read(String bootstrapServers) {
        try (TopicReader<String, Event> events = new TopicReader<>(
                        bootstrapServers,
                        new StringDeserializer(),
                        new EventDeserializer<>(Event.class),
                        Topics.FILE_CHANGES,
                        Topics.TASK_EVENTS,
                        Topics.TASK_FINISHED,
                        Topics.PARTITION_PUBLISHED,
                        Topics.RUN_FINISHED);
                TopicReader<String, String> letters = TopicReader.ofText(
                        bootstrapServers,
                        Topics.all().stream()
                                .map(Topic::name)
                                .filter(name -> name.equals(Topics.deadLetters(name.replaceFirst("\\.dlq$", ""))))
                                .toArray(String[]::new))) {
            return new EventLog(
                    events.toEnd(LIMIT).stream()
                            .flatMap(record -> record.value().parts().stream())
                            .map(Event.class::cast)
                            .toList(),
                    letters.toEnd(LIMIT).size());
        }
    }

    <E extends Event> Stream<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    /** The last decision about every instance. */
    Map<String, InstanceState> states() {
        Map<String, InstanceState> states = new TreeMap<>();
        all(StateChanged.class).forEach(change -> states.put(change.instance().toString(), change.state()));
        return states;
    }

    Stream<AttemptFinished> finishes() {
        return all(AttemptFinished.class);
    }

    /** How many processes have started, each attempt once. */
    long launches() {
        return all(AttemptStarted.class).map(AttemptStarted::attempt).distinct().count();
    }

    Stream<String> runsStarted() {
        return all(RunStarted.class).map(RunStarted::run).distinct();
    }

    Map<String, RunFinished> runsFinished() {
        Map<String, RunFinished> runs = new TreeMap<>();
        all(RunFinished.class).forEach(run -> runs.put(run.run(), run));
        return runs;
    }

    /** What was accepted of each produced partition last; absent: it was removed. */
    Map<Place, Fingerprint> accepted() {
        Map<Place, Fingerprint> accepted = new TreeMap<>();
        all(FileChanges.class)
                .filter(changes -> changes.produced() != null)
                .forEach(changes -> changes.changes()
                        .forEach(change ->
                                put(accepted, new Place(changes.dataset(), change.partition()), change.after())));
        return accepted;
    }

    /** What was announced of each partition last. */
    Map<Place, Fingerprint> published() {
        Map<Place, Fingerprint> published = new TreeMap<>();
        all(PartitionPublished.class)
                .forEach(event -> put(published, new Place(event.dataset(), event.partition()), event.version()));
        return published;
    }

    private static void put(Map<Place, Fingerprint> versions, Place place, PartitionVersion version) {
        if (version == null) {
            versions.remove(place);
        } else {
            versions.put(place, version.fingerprint());
        }
    }
}
