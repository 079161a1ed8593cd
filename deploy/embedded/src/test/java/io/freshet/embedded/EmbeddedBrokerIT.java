package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    private static final TopicPartition TOPIC = new TopicPartition("kept", 0);
    private static final int LARGE = BrokerSettings.MAXIMUM_MESSAGE_BYTES - 1_000;

    @TempDir
    Path directory;

    @Test
    void keeps_records_over_a_restart_and_takes_the_largest_there_may_be() throws Exception {
        String first;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            first = broker.bootstrapServers();
            createTopic(first);
            write(first, new byte[LARGE]);
        }

        int port = Integer.parseInt(first.substring(first.indexOf(':') + 1));
        try (EmbeddedBroker again = EmbeddedBroker.start(directory, port)) {
            assertEquals(first, again.bootstrapServers());
            assertEquals(List.of(LARGE), sizes(first, 1));
        }
    }

    @Test
    void keeps_records_over_a_kill_and_is_back_soon() throws Exception {
        OtherJvm other = OtherJvm.run(Writer.class, directory.toString());
        other.kill();

        long started = System.nanoTime();
        try (EmbeddedBroker again = EmbeddedBroker.start(directory)) {
            Duration restart = Duration.ofNanos(System.nanoTime() - started);

            assertEquals(List.of(3, 3, 3), sizes(again.bootstrapServers(), 3));
            assertTrue(restart.compareTo(Duration.ofSeconds(20)) < 0, restart::toString);
        }
    }

    @Test
    void shares_its_directory_with_nobody() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThrows(EmbeddedServerException.class, () -> EmbeddedBroker.start(directory));
            assertTrue(broker.bootstrapServers().startsWith("127.0.0.1:"));
        }
    }

    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
            createTopic(broker.bootstrapServers());
            for (int i = 0; i < 3; i++) {
                write(broker.bootstrapServers(), new byte[3]);
            }
            System.out.println("ready " + broker.bootstrapServers());
            Thread.currentThread().join();
        }
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void write(String bootstrapServers, byte[] value) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("max.request.size", BrokerSettings.MAXIMUM_MESSAGE_BYTES);
        settings.put("transactional.id", "writer");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC.topic(), value)).get();
            producer.commitTransaction();
        }
    }

    private static List<Integer> sizes(String bootstrapServers, int expected) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        List<Integer> sizes = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (sizes.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> sizes.add(record.value().length));
            }
        }
        return sizes;
    }
}
