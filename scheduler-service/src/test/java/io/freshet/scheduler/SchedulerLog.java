package io.freshet.scheduler;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a scheduler has written.
 *
 * @param bootstrapServers of the broker
 */
record SchedulerLog(String bootstrapServers) {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** The events under a key, as soon as there are so many. */
    List<Event> eventually(String topic, String key, int count) {
        return Eventually.eventually(SOON, () -> records(topic, key), found -> found.size() >= count);
    }

    /** The events under a key that are there now; null stands for a tombstone. */
    List<Event> records(String topic, String key) {
        return consumed(topic, key).map(ConsumerRecord::value).collect(Collectors.toList());
    }

    /** The version of a workflow that its last tombstone removes. */
    int lastRemovedVersion(String key) {
        return consumed(Topics.WORKFLOW_DEFINITIONS, key)
                .reduce((_, later) -> later)
                .map(record -> RemovedVersion.of(record.headers()))
                .orElseThrow();
    }

    private Stream<ConsumerRecord<String, Event>> consumed(String topic, String key) {
        try (TopicReader<String, Event> reader = new TopicReader<>(
                bootstrapServers, new StringDeserializer(), new EventDeserializer<>(Event.class), topic)) {
            return reader.toEnd(SOON).stream().filter(record -> record.key().equals(key));
        }
    }
}
