package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.topic.Topics;
import io.freshet.planner.PlannerFixtures;
import io.freshet.planner.store.LocalStores;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.ThreadFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The planner's topology, driven record by record. */
final class PlannerDriver implements AutoCloseable {
    private static final Instant NOW = PlannerFixtures.NOW;

    private final TopologyTestDriver driver;

    PlannerDriver(Path directory, PlannerListener listener, KeyPartitioning placement) {
        Properties properties = new Properties();
        properties.putAll(settings(directory));
        driver = new TopologyTestDriver(draw(directory, listener, placement), properties, NOW);
    }

    private static Map<String, Object> settings(Path directory) {
        return new StreamsSettings(KafkaSettings.of("unused:9092"), (short) 1, directory, 1, "test")
                .properties(new ThreadFailure("test"));
    }

    static Topology draw(Path directory, PlannerListener listener, KeyPartitioning placement) {
        return PlannerTopology.draw(
                new TopologyConfig(new StreamsConfig(settings(directory))),
                listener,
                placement,
                new LocalStores(InstantSource.system()));
    }

    void advanceWallClockTime(Duration time) {
        driver.advanceWallClockTime(time);
    }

    @Override
    public void close() {
        driver.close();
    }

    <K, V> TestInputTopic<K, V> createInputTopic(String topic, Serializer<K> keys, Serializer<V> values) {
        return driver.createInputTopic(topic, keys, values);
    }

    void pipe(String topic, String key, Event event) {
        driver.createInputTopic(topic, new StringSerializer(), new EventSerializer("test"))
                .pipeInput(new TestRecord<>(key, event, NOW));
    }

    List<Event> read(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new EventDeserializer<>(Event.class))
                .readValuesToList();
    }

    <E extends Event> E only(String topic, Class<E> type) {
        List<Event> events = read(topic);
        assertEquals(1, events.size(), () -> topic + ": " + events);
        return type.cast(events.getFirst());
    }

    List<TestRecord<byte[], byte[]>> deadLetters(String topic) {
        return driver.createOutputTopic(
                        Topics.deadLetters(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }
}
