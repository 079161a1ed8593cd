package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.servicekit.kafka.DeadLetters;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** On a real broker: a dead letter always fits, and none holds up the loop. */
@WithKafka
class DeadLettersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 100, MIB - 1_000, MIB, 16 * MIB - 2_000, 16 * MIB + 1, 40 * MIB};

    @Test
    void poison_of_every_size_gets_its_letter_and_what_follows_is_read(TestTopics topics) throws Exception {
        String topic = topics.create("poisoned", 1, Map.of("max.message.bytes", Integer.toString(16 * MIB)));
        String letters = topics.create("poisoned.dlq");
        Random random = new Random(5);
        try (KafkaProducer<byte[], byte[]> raw = raw(topics)) {
            for (int size : SIZES) {
                byte[] key = random.nextBoolean() ? null : new byte[random.nextInt(2) * MIB + 3];
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, new byte[size]);
                if (random.nextBoolean()) {
                    record.headers().add("ce_type", new byte[random.nextInt(2) * MIB]);
                }
                raw.send(record).get();
            }
        }
        List<Event> seen = readBehindPoison(topics, topic);

        assertEquals(List.of(pool()), seen);
        List<ConsumerRecord<byte[], byte[]>> found = letters(topics, letters, SIZES.length);
        for (int i = 0; i < SIZES.length; i++) {
            assertEquals(Integer.toString(i), text(found.get(i), "__streams.errors.offset"));
            byte[] value = found.get(i).value();
            assertEquals(SIZES[i] > 768 * 1024, value == null, "value of " + SIZES[i]);
            assertEquals(
                    Integer.toString(SIZES[i]),
                    value == null ? text(found.get(i), DeadLetters.VALUE_OMITTED) : Integer.toString(value.length));
        }
    }

    @Test
    void where_letters_may_be_small_only_they_are_references(TestTopics topics) throws Exception {
        String topic = topics.create("poisoned");
        String letters = topics.create("poisoned.dlq", 1, Map.of("max.message.bytes", "2000"));
        byte[] noise = new byte[10_000];
        new Random(3).nextBytes(noise);
        try (KafkaProducer<byte[], byte[]> raw = raw(topics)) {
            raw.send(new ProducerRecord<>(topic, new byte[] {1}, noise)).get();
            raw.send(new ProducerRecord<>(topic, new byte[] {2}, new byte[] {9}))
                    .get();
        }

        assertEquals(List.of(pool()), readBehindPoison(topics, topic));
        List<ConsumerRecord<byte[], byte[]>> found = letters(topics, letters, 2).stream()
                .sorted((one, other) ->
                        text(one, "__streams.errors.offset").compareTo(text(other, "__streams.errors.offset")))
                .toList();
        assertNull(found.getFirst().value());
        assertEquals("10000", text(found.getFirst(), DeadLetters.VALUE_OMITTED));
        assertArrayEquals(new byte[] {9}, found.getLast().value());
    }

    private static List<Event> readBehindPoison(TestTopics topics, String topic) throws Exception {
        KafkaSettings kafka = KafkaSettings.of(topics.bootstrapServers());
        try (EventPublisher publisher = new EventPublisher(kafka, "test", "publisher")) {
            publisher.send(topic, "prod/pool", pool()).get();
        }
        List<Event> seen = new CopyOnWriteArrayList<>();
        try (EventLoop loop = new EventLoop(
                        "loop",
                        kafka,
                        kafka.consumer("loop", topics.name("group")),
                        List.of(topic),
                        batch -> batch.forEach(record -> seen.add(record.event())))
                .start()) {
            Eventually.eventually(PATIENCE, () -> assertTrue(!seen.isEmpty()));
            assertTrue(loop.isAlive());
        }
        return seen;
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(TestTopics topics, String letters, int count) {
        try (TopicReader<byte[], byte[]> reader = new TopicReader<>(
                topics.bootstrapServers(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), letters)) {
            List<ConsumerRecord<byte[], byte[]>> found = reader.atLeast(count, PATIENCE);
            assertEquals(count, found.size());
            return found;
        }
    }

    private static KafkaProducer<byte[], byte[]> raw(TestTopics topics) {
        Map<String, Object> config =
                new HashMap<>(KafkaSettings.of(topics.bootstrapServers()).producer("raw"));
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 * MIB);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 96L * MIB);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static PoolDefined pool() {
        return new PoolDefined("prod", "pool", 1, Instant.EPOCH);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "absent" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
