package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Whether directories show what was accepted, as subscribers learn it: publication comes some moments after acceptance. For one thread. */
final class Shown implements AutoCloseable {
    private final TopicReader<String, Event> reader;

    Shown(String bootstrapServers) {
        this.reader = new TopicReader<>(
                bootstrapServers,
                new StringDeserializer(),
                new EventDeserializer<>(Event.class),
                Topics.FILE_CHANGES,
                Topics.PARTITION_PUBLISHED);
    }

    /** Waits until what was accepted of a namespace's datasets by now is what was published. */
    void await(String namespace, Duration limit) {
        Eventually.eventually(limit, () -> {
            Map<String, Fingerprint> accepted = new TreeMap<>();
            Map<String, Fingerprint> published = new TreeMap<>();
            for (ConsumerRecord<String, Event> record : reader.toEnd(limit)) {
                if (record.value() instanceof FileChanges changes
                        && changes.produced() != null
                        && changes.dataset().namespace().equals(namespace)) {
                    changes.changes()
                            .forEach(change ->
                                    put(accepted, changes.dataset() + "/" + change.partition(), change.after()));
                } else if (record.value() instanceof PartitionPublished shown
                        && shown.dataset().namespace().equals(namespace)) {
                    put(published, shown.dataset() + "/" + shown.partition(), shown.version());
                }
            }
            assertEquals(accepted, published);
        });
    }

    private static void put(Map<String, Fingerprint> versions, String place, PartitionVersion version) {
        if (version == null) {
            versions.remove(place);
        } else {
            versions.put(place, version.fingerprint());
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
