package io.freshet.planner;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.SourceTopics;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestTopics;
import io.freshet.testkit.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No topology passes over records without anybody knowing: on a real broker whose log has lost records, or is another one. */
@WithKafka
class SourceTopicsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path state;

    private KafkaSettings kafka;
    private TestKafka broker;
    private Admin admin;
    private String topic;
    private String changelog;
    private TopicPartition partition;

    @BeforeEach
    void prepare(TestTopics topics) throws Exception {
        broker = topics.kafka();
        admin = broker.admin();
        kafka = KafkaSettings.of(topics.bootstrapServers());
        topic = topics.create("read");
        changelog = topics.create("changelog");
        partition = new TopicPartition(topic, 0);
        write(5);
    }

    @AfterEach
    void forgetTheGroup() {
        eventually(
                LIMIT, () -> admin.deleteConsumerGroups(List.of(group())).all().get());
    }

    @Test
    void starts_on_records_that_were_deleted_only_when_that_is_accepted() throws Exception {
        commit(3);
        delete(5);

        String problem = refused();

        assertTrue(problem.contains(topic + " partition 0: the records from offset 3 to 4"), problem);
        assertEquals(problem, refused(), "it is the same until somebody decides");
        assertTrue(starts("another," + token(problem)));
        commit(5);
        assertTrue(starts(null), "what was accepted once is no problem any more");
    }

    @Test
    void starts_on_records_that_were_read_before_they_were_deleted() throws Exception {
        commit(5);
        assertTrue(starts(null));
        delete(5);

        assertTrue(starts(null));
    }

    @Test
    void markers_of_transactions_that_are_deleted_are_no_gap() throws Exception {
        writeInTransaction();
        commit(6);
        try (SourceTopics running = sources(null)) {
            assertTrue(running.begin());
            running.look();
            assertTrue(running.problem().isEmpty());
        }
        delete(-1);

        assertTrue(starts(null));
    }

    @Test
    void records_behind_a_position_are_not_taken_for_markers() throws Exception {
        writeInTransaction();
        commit(5);
        try (SourceTopics running = sources(null)) {
            assertTrue(running.begin());
            running.look();
        }
        delete(-1);

        assertTrue(refused().contains("from offset 5"));
    }

    @Test
    void a_topic_that_was_made_anew_is_read_from_its_beginning_once_that_is_accepted() throws Exception {
        commit(3);
        assertTrue(starts(null));
        broker.delete(List.of(topic));
        broker.create(List.of(new NewTopic(topic, 1, (short) 1)));
        write(20);
        commit(3);

        String problem = refused();

        assertTrue(problem.contains("deleted and made anew"), problem);
        assertTrue(starts(token(problem)));
        assertEquals(0, committed());
        assertTrue(starts(null));
    }

    @Test
    void a_log_that_lost_its_end_is_read_from_its_new_end_without_anybody() throws Exception {
        commit(8);

        assertTrue(starts(null));

        assertEquals(5, committed());
    }

    @Test
    void a_state_that_was_deleted_is_made_anew_from_the_beginning_once_that_is_accepted() throws Exception {
        commit(3);
        assertTrue(starts(null));
        broker.delete(List.of(changelog));

        String problem = refused();

        assertTrue(problem.contains(changelog + ": the topic with the state was deleted"), problem);
        assertTrue(starts(token(problem)));
        assertEquals(0, committed());
    }

    @Test
    void what_is_lost_while_it_runs_is_said() throws Exception {
        commit(3);
        try (SourceTopics running = sources(null)) {
            assertTrue(running.begin());
            delete(5);

            running.look();

            assertTrue(running.problem().orElseThrow().contains("has lost records while it ran"));
        }
    }

    private boolean starts(@Nullable String accepted) {
        try (SourceTopics sources = sources(accepted)) {
            return sources.begin();
        }
    }

    private String refused() {
        try (SourceTopics sources = sources("another")) {
            assertFalse(sources.begin());
            return sources.problem().orElseThrow();
        }
    }

    private SourceTopics sources(@Nullable String accepted) {
        return new SourceTopics("the reader", kafka, group(), Set.of(topic), Set.of(changelog), state, accepted);
    }

    private String group() {
        return "group-of-" + topic;
    }

    private static String token(String problem) {
        return problem.substring(problem.lastIndexOf('=') + 1);
    }

    private void commit(long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group(), Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private long committed() throws Exception {
        return admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition)
                .offset();
    }

    /** Up to the offset; -1: all there is. */
    private void delete(long before) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private void write(int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka.producer("test"))) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            }
        }
    }

    /** One record and its marker. */
    private void writeInTransaction() throws ExecutionException, InterruptedException {
        Map<String, Object> config = kafka.producer("test");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic);
        try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            producer.commitTransaction();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
