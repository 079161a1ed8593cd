package io.freshet.audit.kafka;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reading a real log into a real database. */
@WithKafka
@WithPostgres
final class IngestionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");
    private static final InstantSource CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    private static final int DELIVERIES = Integer.getInteger("freshet.audit.deliveries", 20);

    private static String bootstrapServers;
    private static KafkaSettings kafka;

    @BeforeAll
    static void createTopics(TestKafka broker) throws Exception {
        // All tests of this JVM share one log: what others wrote is read, too.
        bootstrapServers = broker.bootstrapServers();
        kafka = KafkaSettings.of(bootstrapServers);
        new TopicAdmin(kafka).createMissing(2, (short) 1);
    }

    @Test
    void keeps_everything_once_whenever_it_breaks_off(TestDatabase database) throws Exception {
        PlausibleHistory history = PlausibleHistory.random("ingested", START, 11, DELIVERIES);
        try (Database undisturbed = Database.migrated(database.postgres().newDatabase());
                Database disturbed = Database.migrated(database)) {
            FlakyDatabase flaky = new FlakyDatabase(disturbed.source(), 5);
            try (Reader calm = new Reader("calm", undisturbed.source(), 500)) {
                send(history.records());
                for (int life = 0; life < 3; life++) {
                    int before = flaky.broken();
                    try (Reader reader = new Reader("flaky", flaky.source(), 7)) {
                        eventually(LIMIT, () -> assertTrue(flaky.broken() > before + 1 || reader.lag() == 0));
                    }
                }
                calm.awaitEnd();
                try (Reader reader = new Reader("flaky", flaky.source(), 7)) {
                    reader.awaitEnd();
                }
            }

            assertTrue(flaky.broken() > 3, "the test must disturb something");
            assertEquals(state(undisturbed), state(disturbed));
            assertEquals(
                    records(),
                    List.of("events", "decisions", "log_chunks").stream()
                                    .mapToInt(table -> dumped(disturbed, table))
                                    .sum()
                            + letters(disturbed, Topics.deadLetters("")));
        }
    }

    @Test
    void two_readers_share_the_log_and_keep_it_once(TestDatabase database) throws Exception {
        PlausibleHistory history = PlausibleHistory.random("ingested", START.plusSeconds(3_600), 12, DELIVERIES);
        try (Database undisturbed = Database.migrated(database.postgres().newDatabase());
                Database shared = Database.migrated(database)) {
            try (Reader calm = new Reader("calm", undisturbed.source(), 500);
                    Reader one = new Reader("shared", "one", shared.source(), 50)) {
                int half = history.records().size() / 2;
                send(history.records().subList(0, half));
                one.awaitEnd();
                try (Reader two = new Reader("shared", "two", shared.source(), 50)) {
                    send(history.records().subList(half, history.records().size()));
                    two.awaitEnd();
                    one.awaitEnd();
                }
                calm.awaitEnd();
            }

            assertEquals(state(undisturbed), state(shared));
        }
    }

    @Test
    void poison_is_dead_lettered_told_once_and_stops_nothing(TestDatabase database) throws Exception {
        PlausibleHistory history = PlausibleHistory.random("ingested", START.plusSeconds(7_200), 13, 3);
        try (Database audit = Database.migrated(database);
                KafkaProducer<byte[], byte[]> poisoner = new KafkaProducer<>(
                        kafka.producer("poison"), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] poison = "{ no event\0".getBytes(StandardCharsets.UTF_8);
            poisoner.send(new ProducerRecord<>(Topics.TASK_EVENTS, 0, null, poison))
                    .get();
            poisoner.send(new ProducerRecord<>(Topics.deadLetters(Topics.TASK_READY), 0, new byte[] {'k'}, null))
                    .get();
            try (Reader reader = new Reader("poisoned", audit.source(), 50)) {
                send(history.records());
                reader.awaitEnd();
                eventually(
                        LIMIT,
                        () -> assertTrue(
                                audit.dump().get("dead_letters").toString().contains("{ no event\uFFFD")));
            }
            long rejected = endOf(Topics.deadLetters(Topics.TASK_EVENTS));
            try (Reader again = new Reader("poisoned", audit.source(), 50)) {
                again.awaitEnd();
            }

            List<String> letters = audit.dump().get("dead_letters");
            assertEquals(letters.size(), letters.stream().distinct().count());
            assertTrue(letters.toString().contains("freshet.task-ready.dlq"), letters::toString);
            assertTrue(letters.toString().contains("header ce_type is missing"), letters::toString);
            assertTrue(letters.toString().contains("{ no event\uFFFD"), letters::toString);
            assertEquals(rejected, endOf(Topics.deadLetters(Topics.TASK_EVENTS)), "restarting rejects nothing again");
        }
    }

    /** Without dead letters: of several about one record the first that is read is told, and each group writes its own. */
    private static Map<String, List<String>> state(Database database) throws SQLException {
        Map<String, List<String>> state = database.dump();
        state.remove("dead_letters");
        return state;
    }

    /** How many records there are in the log, dead letters and removals of workflows not counted: those leave no row of their own. */
    private static long records() {
        try (EndOffsets ends = new EndOffsets(kafka);
                TopicReader<byte[], byte[]> definitions = new TopicReader<>(
                        bootstrapServers,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.WORKFLOW_DEFINITIONS)) {
            long removals = definitions.toEnd(LIMIT).stream()
                    .filter(record -> record.value() == null)
                    .count();
            return ends.ofAll().entrySet().stream()
                            .filter(end -> !end.getKey().topic().endsWith(Topics.deadLetters("")))
                            .mapToLong(Map.Entry::getValue)
                            .sum()
                    - removals;
        }
    }

    /** How many letters are about records of topics that do not end so. */
    private static long letters(Database database, String not) throws SQLException {
        return database.dump().get("dead_letters").stream()
                .filter(letter -> !letter.substring(0, letter.indexOf(',')).endsWith(not))
                .count();
    }

    private long endOf(String topic) {
        try (EndOffsets ends = new EndOffsets(kafka)) {
            return ends.ofAll().entrySet().stream()
                    .filter(end -> end.getKey().topic().equals(topic))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    private static int dumped(Database database, String table) {
        try {
            return database.dump().get(table).size();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void send(List<LogRecord> records) {
        try (EventPublisher publisher = new EventPublisher(kafka, "test", "test")) {
            CompletableFuture<?>[] sent = records.stream()
                    .map(record -> publisher.send(record.topic(), record.key(), record.event()))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(sent).join();
        }
    }

    /** Everything that reads, on a database. */
    private static final class Reader implements AutoCloseable {
        private final EndOffsets ends = new EndOffsets(kafka);
        private final HistoryWriter journal;
        private final LogReaders readers;

        Reader(String group, DataSource source, int batch) {
            this(group, "only", source, batch);
        }

        Reader(String group, String instance, DataSource source, int batch) {
            this.journal = new HistoryWriter(source, new MonthlyPartitions(source, CLOCK), CLOCK);
            this.readers = LogReaders.start(
                    kafka,
                    group,
                    instance,
                    batch,
                    journal,
                    ends,
                    new IngestionMetrics(new SimpleMeterRegistry(), new CommitSignal()));
        }

        long lag() {
            return new IngestionLag(ends, journal).stats(0).lag();
        }

        void awaitEnd() {
            eventually(LIMIT, () -> assertEquals(0, lag()));
            assertTrue(readers.areAlive());
        }

        @Override
        public void close() {
            readers.close();
            ends.close();
        }
    }
}
