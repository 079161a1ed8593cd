package io.freshet.audit.kafka;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.audit.history.LogGap;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.LostPartitionException;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestTopics;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader passes over nothing without noting it: on a real broker whose log has lost its beginning, or is another one. */
@WithKafka
@WithPostgres
class LogPositionsIT {
    private static final InstantSource CLOCK = Clock.systemUTC();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Database audit;
    private HistoryWriter journal;
    private EndOffsets log;
    private Admin admin;
    private KafkaSettings kafka;
    private String topic;
    private TopicPartition partition;

    @BeforeEach
    void prepare(TestTopics topics, TestDatabase database) throws Exception {
        audit = Database.migrated(database);
        journal = new HistoryWriter(audit.source(), new MonthlyPartitions(audit.source(), CLOCK), CLOCK);
        kafka = KafkaSettings.of(topics.bootstrapServers());
        log = new EndOffsets(kafka);
        admin = Admin.create(kafka.common("test"));
        topic = topics.create("read");
        partition = new TopicPartition(topic, 0);
        write(10);
    }

    @AfterEach
    void stop() {
        admin.close();
        log.close();
        audit.close();
    }

    @Test
    void what_was_deleted_before_it_was_read_is_a_gap() throws Exception {
        LogPositions reader = new LogPositions(journal, log);
        assertEquals(Map.of(partition, 0L), reader.assigned(List.of(partition)));
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();

        Map<TopicPartition, Long> next = outOfRange(reader);

        assertEquals(Map.of(partition, 4L), next);
        LogGap gap = journal.gaps(10).getFirst();
        assertEquals(new LogPartition(topic, 0), gap.partition());
        assertEquals(0, gap.from());
        assertEquals(4L, gap.to());
        assertEquals(Map.of(partition, 4L), new LogPositions(journal, log).assigned(List.of(partition)));
        assertEquals(1, journal.gaps(10).size());
    }

    @Test
    void a_log_that_ends_before_what_was_read_goes_on_in_the_next_epoch() throws Exception {
        LogPositions reader = readTo(25);

        Map<TopicPartition, Long> next = outOfRange(reader);

        assertEquals(Map.of(partition, 10L), next);
        assertEquals(1, reader.epoch(new LogPartition(topic, 0)));
        assertEquals(25, journal.gaps(10).getFirst().from());
        assertEquals(Map.of(partition, 10L), new LogPositions(journal, log).assigned(List.of(partition)));
    }

    @Test
    void a_topic_that_was_made_anew_is_read_from_its_beginning_also_if_it_is_longer_than_what_was_read()
            throws Exception {
        LogPositions reader = readTo(7);
        makeAnew();
        write(20);

        LogPositions restarted = new LogPositions(journal, log);

        assertEquals(Map.of(partition, 0L), restarted.assigned(List.of(partition)));
        assertEquals(1, restarted.epoch(new LogPartition(topic, 0)));
        assertEquals("the topic was made anew", journal.gaps(10).getFirst().reason());
        assertEquals(7, journal.gaps(10).getFirst().from());
        assertThrows(
                LostPartitionException.class,
                () -> journal.append(List.of(), reader.all(), Map.of(new LogPartition(topic, 0), 8L)),
                "who reads on as before keeps nothing");
    }

    private LogPositions readTo(long offset) throws Exception {
        LogPositions reader = new LogPositions(journal, log);
        var _ = reader.assigned(List.of(partition));
        Map<LogPartition, Long> moved = Map.of(new LogPartition(topic, 0), offset);
        journal.append(List.of(), reader.all(), moved);
        reader.moved(moved);
        assertEquals(Map.of(new LogPartition(topic, 0), new LogPosition(0, offset)), reader.all());
        return reader;
    }

    private Map<TopicPartition, Long> outOfRange(LogPositions reader) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.consumer("test", topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return reader.outOfRange(
                    consumer.beginningOffsets(List.of(partition)), consumer.endOffsets(List.of(partition)));
        }
    }

    private void makeAnew() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        eventually(LIMIT, () -> create(), made -> made);
    }

    private boolean create() {
        try {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write(int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.producer("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            }
        }
    }
}
