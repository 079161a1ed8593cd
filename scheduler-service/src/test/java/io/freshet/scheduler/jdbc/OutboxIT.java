package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.outbox.LeaseLostException;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.scheduler.outbox.OutboxBatch;
import io.freshet.scheduler.outbox.OutboxRow;
import io.freshet.scheduler.outbox.RecordSender;
import io.freshet.scheduler.outbox.TransactionalSender;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outbox between a real database and a real broker: who may publish, and what becomes of a row that Kafka will never take. */
@WithKafka
@WithPostgres
class OutboxIT {
    private SchedulerDatabase database;
    private TestKafka kafka;
    private String namespace;

    @BeforeEach
    void prepare(TestKafka broker, TestDatabase empty, @TempDir Path directory) {
        kafka = broker;
        kafka.createProductTopics(2);
        namespace = empty.name().replace('_', '-');
        database = SchedulerDatabase.open(empty, directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_holder_that_does_not_come_back_loses_its_lease_and_what_it_does_afterwards_has_no_effect()
            throws SQLException {
        Outbox first = database.outbox("first");
        Outbox second = database.outbox("second");
        commit("a", "x");
        Outbox.Lease paused = first.tryLease().orElseThrow();
        List<OutboxRow> seen = paused.unsent(10);
        assertEquals(Optional.empty(), second.tryLease());

        pass(Outbox.Lease.LEASE);

        try (Outbox.Lease taken = second.tryLease().orElseThrow()) {
            assertThrows(LeaseLostException.class, () -> paused.markSent(seen));
            assertThrows(LeaseLostException.class, () -> paused.markRefused(seen.getFirst(), "odd"));
            assertEquals(1, taken.unsent(10).size());
            paused.close();
            assertEquals(Optional.empty(), first.tryLease(), "giving back what one no longer has takes it from nobody");
        }
        assertTrue(first.tryLease().isPresent(), "and is had again at once when it is given back");
    }

    @Test
    void a_holder_that_wakes_up_can_send_no_more_and_nothing_is_sent_twice() throws SQLException {
        commit("a", "x");
        commit("b", "y");
        Outbox.Lease paused = database.outbox("first").tryLease().orElseThrow();
        try (RecordSender before = sender(paused)) {
            List<OutboxRow> rows = paused.unsent(10);
            before.send(rows);
            pass(Outbox.Lease.LEASE);

            Outbox.Lease taken = database.outbox("second").tryLease().orElseThrow();
            try (taken;
                    RecordSender sender = sender(taken)) {
                OutboxBatch.takeOver(taken, sender);
                OutboxBatch.all(taken, sender);
                commit("c", "z");
                OutboxBatch.all(taken, sender);
                assertEquals(List.of(), taken.unsent(10));
            }
            assertThrows(KafkaException.class, () -> before.send(rows));
        }

        assertEquals(List.of("a", "b", "c"), published());
    }

    @Test
    void a_process_of_the_same_name_goes_on_at_once_and_the_one_before_does_not_take_it_back() {
        Outbox killed = database.outbox("scheduler-0");
        assertTrue(killed.tryLease().isPresent());
        Outbox restarted = database.outbox("scheduler-0");

        assertTrue(restarted.tryLease().isPresent());

        assertEquals(Optional.empty(), killed.tryLease());
        assertEquals(Optional.empty(), restarted.tryLease());
    }

    @Test
    void a_row_that_kafka_refuses_for_good_is_marked_and_all_others_go() throws SQLException {
        commit("a", "x");
        commit("poison", "x".repeat(RecordLimits.MAX_RECORD_BYTES));
        commit("b", "x");
        append("odd", "no.such.type.v1", "{}");
        commit("c", "y");
        Outbox outbox = database.outbox("first");

        try (Outbox.Lease lease = outbox.tryLease().orElseThrow();
                RecordSender sender = sender(lease)) {
            OutboxBatch.all(lease, sender);

            assertEquals(List.of(), lease.unsent(10));
        }

        assertEquals(List.of("a", "b", "c"), published());
        assertEquals(2, outbox.backlog().refused());
        assertEquals(Duration.ZERO, outbox.backlog().oldest());
        assertTrue(outbox.backlog().lastRefusal().orElseThrow().contains("no.such.type.v1"));
    }

    @Test
    void the_age_of_the_oldest_unsent_row_is_known() throws SQLException {
        commit("a", "x");
        database.update("UPDATE outbox SET created_at = created_at - interval '90 seconds'");
        commit("b", "x");

        Duration oldest = database.outbox("first").backlog().oldest();

        assertTrue(oldest.compareTo(Duration.ofSeconds(90)) >= 0 && oldest.compareTo(Duration.ofSeconds(180)) < 0);
    }

    private RecordSender sender(Outbox.Lease lease) {
        return new TransactionalSender(KafkaSettings.of(kafka.bootstrapServers()), "test-outbox", lease.outbox());
    }

    private void commit(String key, String pool) {
        database.commit(
                Topics.POOL_DEFINITIONS,
                namespace + "/" + key,
                new PoolDefined(namespace, pool, 1, Instant.parse("2026-01-05T06:00:00Z")));
    }

    private void append(String key, String type, String content) throws SQLException {
        database.update(
                "INSERT INTO outbox (topic, record_key, type, event, created_at) VALUES (?, ?, ?, ?, now())",
                Topics.POOL_DEFINITIONS,
                namespace + "/" + key,
                type,
                content);
    }

    /** As if this time had passed by the database's clock. */
    private void pass(Duration time) throws SQLException {
        database.update(
                "UPDATE outbox_lease SET expires_at = expires_at - ? * interval '1 second'", time.toSeconds() + 1);
    }

    private List<String> published() {
        try (TopicReader<String, byte[]> reader = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.POOL_DEFINITIONS)) {
            return reader.toEnd(Duration.ofSeconds(30)).stream()
                    .map(ConsumerRecord::key)
                    .filter(key -> key.startsWith(namespace + "/"))
                    .map(key -> key.substring(namespace.length() + 1))
                    .sorted()
                    .toList();
        }
    }
}
