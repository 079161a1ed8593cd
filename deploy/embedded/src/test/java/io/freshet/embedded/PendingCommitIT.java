package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is killed when a commit was decided but its markers were not written yet. The next start must write them: with the
 * registration that the killed broker leaves behind, Kafka 4.3 says at times that the commit is complete and writes none, and the
 * partition's readers stand still for ever.
 */
class PendingCommitIT {
    private static final TopicPartition TOPIC = new TopicPartition("records", 0);
    /** The more there are, the longer a broker needs between hearing that it leads none and having given them up. */
    private static final int OTHER_PARTITIONS = 300;

    private static final int BATCH_HEADER = 12;

    @TempDir
    Path directory;

    @Test
    void a_commit_that_was_decided_before_a_kill_is_seen_after_it() throws Exception {
        Path killed = directory.resolve("killed");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("first"))) {
            createTopics(broker.bootstrapServers());
            commit(broker.bootstrapServers());
            awaitCompletion(broker.bootstrapServers());
            // What a kill leaves: the page cache holds all that was written.
            copy(directory.resolve("first"), killed);
        }
        cutLastBatch(killed.resolve("log").resolve("__transaction_state-0"));
        cutLastBatch(killed.resolve("log").resolve(TOPIC.toString()));

        try (EmbeddedBroker again = EmbeddedBroker.start(killed)) {
            assertEquals("value", read(again.bootstrapServers()));
        }
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPIC.topic(), 1, (short) 1),
                            new NewTopic("others", OTHER_PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void commit(String bootstrapServers) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "writer");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC.topic(), "value")).get();
            producer.commitTransaction();
        }
    }

    /** The markers are written after the producer has its answer. */
    private static void awaitCompletion(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            while (admin.describeTransactions(List.of("writer"))
                            .description("writer")
                            .get()
                            .state()
                    != TransactionState.COMPLETE_COMMIT) {
                Thread.onSpinWait();
            }
        }
    }

    private static String read(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(50))) {
                    return record.value();
                }
            }
        }
        return "nothing";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void cutLastBatch(Path partition) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(
                partition.resolve("00000000000000000000.log").toFile(), "rw")) {
            long last = 0;
            for (long next = 0; next < log.length(); next += BATCH_HEADER + log.readInt()) {
                last = next;
                log.seek(next + Long.BYTES);
            }
            log.setLength(last);
        }
    }
}
