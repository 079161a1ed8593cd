package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The poll loop that services read events with, on a real broker. */
@WithKafka
class EventLoopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_poison_record_goes_to_the_dead_letters_and_stops_nothing(TestTopics topics) throws Exception {
        String topic = topics.create("poisoned");
        String letters = topics.create("poisoned.dlq");
        assertEquals(Topics.deadLetters(topic), letters);
        byte[] poison = {1, 2, 3};
        publish(topics, topic, pool(1));
        sendRaw(topics, new ProducerRecord<>(topic, null, bytes("key"), poison, List.of(header("ce_type", "odd.v1"))));
        ProducerRecord<byte[], byte[]> incomplete = new ProducerRecord<>(topic, bytes("key"), bytes("{}"));
        incomplete.headers().add(header("ce_type", "io.freshet.pool.defined.v1"));
        sendRaw(topics, incomplete);
        publish(topics, topic, pool(2));
        List<Event> seen = new CopyOnWriteArrayList<>();

        try (EventLoop loop = loop(topics, topic, batch -> batch.forEach(record -> seen.add(record.event())))) {
            Eventually.eventually(PATIENCE, () -> assertEquals(List.of(pool(1), pool(2)), seen));
            assertTrue(loop.isRunning());
        }

        try (TopicReader<byte[], byte[]> reader = new TopicReader<>(
                topics.bootstrapServers(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), letters)) {
            List<ConsumerRecord<byte[], byte[]>> found = reader.atLeast(2, PATIENCE);
            assertEquals(2, found.size());
            assertArrayEquals(poison, found.getFirst().value());
            assertEquals("key", new String(found.getFirst().key(), StandardCharsets.UTF_8));
            assertEquals("CloudEvents type 'odd.v1' is not known", text(found.getFirst(), "__streams.errors.message"));
            assertEquals("1", text(found.getFirst(), "__streams.errors.offset"));
            assertEquals(topic, text(found.getFirst(), "__streams.errors.topic"));
            assertEquals("odd.v1", text(found.getFirst(), "ce_type"));
            assertTrue(text(found.getLast(), "__streams.errors.message").contains("namespace"));
        }
    }

    @Test
    void what_a_handler_failed_on_comes_again_in_order(TestTopics topics) throws Exception {
        String topic = topics.create("again");
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.add(pool(i));
            publish(topics, topic, pool(i));
        }
        List<Event> done = new CopyOnWriteArrayList<>();
        List<Long> failedAt = new CopyOnWriteArrayList<>();

        try (EventLoop loop = loop(topics, topic, batch -> {
            long first = batch.getFirst().offset();
            if (failedAt.size() < 3) {
                failedAt.add(first);
                throw new IllegalStateException("not yet");
            }
            batch.forEach(record -> done.add(record.event()));
        })) {
            Eventually.eventually(PATIENCE, () -> assertEquals(expected, done));
            assertTrue(loop.isRunning());
        }

        assertEquals(List.of(0L, 0L, 0L), failedAt);
    }

    @Test
    void what_was_done_is_not_read_again_after_a_restart(TestTopics topics) throws Exception {
        String topic = topics.create("restart");
        publish(topics, topic, pool(1));
        List<Event> seen = new CopyOnWriteArrayList<>();
        EventHandler handler = batch -> batch.forEach(record -> seen.add(record.event()));
        try (EventLoop loop = loop(topics, topic, handler)) {
            Eventually.eventually(PATIENCE, () -> assertEquals(List.of(pool(1)), seen));
        }
        publish(topics, topic, pool(2));

        try (EventLoop loop = loop(topics, topic, handler)) {
            Eventually.eventually(PATIENCE, () -> assertEquals(List.of(pool(1), pool(2)), seen));
        }
    }

    @Test
    void what_was_done_is_not_done_again_for_what_failed_after_it(TestTopics topics) throws Exception {
        String topic = topics.create("failing");
        List<Event> seen = new CopyOnWriteArrayList<>();
        try (EventLoop loop = loop(topics, topic, batch -> {
            boolean isSecond = batch.getFirst().event().equals(pool(2));
            boolean isFirstTry = !seen.contains(pool(2));
            batch.forEach(record -> seen.add(record.event()));
            if (isSecond && isFirstTry) {
                throw new IllegalStateException("not yet");
            }
        })) {
            publish(topics, topic, pool(1));
            Eventually.eventually(PATIENCE, () -> assertEquals(List.of(pool(1)), seen));
            publish(topics, topic, pool(2));

            Eventually.eventually(PATIENCE, () -> assertEquals(List.of(pool(1), pool(2), pool(2)), seen));
        }
    }

    @Test
    void closing_is_prompt_while_idle_and_while_a_failure_is_waited_out(TestTopics topics) throws Exception {
        String topic = topics.create("prompt");
        EventLoop idle = loop(KafkaSettings.of(topics.bootstrapServers()), topics, topic, batch -> {});
        assertTrue(idle.awaitAssignment(PATIENCE));
        assertCloses(idle);

        publish(topics, topic, pool(1));
        CountDownLatch failures = new CountDownLatch(7);
        EventLoop failing = loop(topics, topic, batch -> {
            failures.countDown();
            throw new IllegalStateException("always");
        });
        assertTrue(failures.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        assertCloses(failing);
    }

    @Test
    void of_two_loops_with_one_name_the_older_ends(TestTopics topics) throws Exception {
        String topic = topics.create("fenced");
        try (EventLoop older = loop(topics, topic, batch -> {})) {
            assertTrue(older.awaitAssignment(PATIENCE));
            assertFalse(older.hasEnded());

            try (EventLoop newer = loop(topics, topic, batch -> {})) {
                Eventually.eventually(PATIENCE, () -> assertTrue(older.hasEnded()));
                assertTrue(newer.awaitAssignment(PATIENCE));
                assertFalse(newer.hasEnded());
            }
        }
    }

    private static void assertCloses(EventLoop loop) {
        long start = System.nanoTime();
        loop.close();
        assertFalse(loop.isRunning());
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 1_500, "closing took %d ms".formatted(millis));
    }

    /** One that reads again soon after a failure, for which the request that is with the broker has to end. */
    private static EventLoop loop(TestTopics topics, String topic, EventHandler handler) {
        return loop(
                new KafkaSettings(topics.bootstrapServers(), Map.of("fetch.max.wait.ms", "200")),
                topics,
                topic,
                handler);
    }

    private static EventLoop loop(KafkaSettings kafka, TestTopics topics, String topic, EventHandler handler) {
        Map<String, Object> config = kafka.consumer("loop", topics.name("group"));
        return new EventLoop("loop", kafka, config, List.of(topic), handler).start();
    }

    private static PoolDefined pool(int slots) {
        return new PoolDefined("prod", "pool", slots, Instant.EPOCH);
    }

    private static void publish(TestTopics topics, String topic, Event event) throws Exception {
        try (EventPublisher publisher =
                new EventPublisher(KafkaSettings.of(topics.bootstrapServers()), "test", "publisher")) {
            publisher.send(topic, "prod/pool", event).get();
        }
    }

    private static void sendRaw(TestTopics topics, ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.of(topics.bootstrapServers()).producer("raw"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static RecordHeader header(String key, String value) {
        return new RecordHeader(key, bytes(value));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
