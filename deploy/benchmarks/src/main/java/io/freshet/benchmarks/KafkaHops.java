package io.freshet.benchmarks;

import io.freshet.embedded.EmbeddedBroker;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a broker that has nothing else to do costs on this machine: a record from its sending to its being read, and one that is passed on
 * in a transaction twice, by relays that do nothing else. No path through that many topics is faster, whatever a service does.
 */
final class KafkaHops {
    private static final int WARM_UP = 300;
    private static final int COUNTED = 500;
    /** Between two records, at random, as between single changes; nobody waits in a loop that never sleeps. */
    private static final int LONGEST_PAUSE_MILLIS = 20;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final byte[] RECORD = new byte[400];

    private final KafkaSettings kafka;
    private final Random pauses = new Random(1);

    private KafkaHops(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    static Map<String, Object> measure(Path directory) throws IOException, InterruptedException {
        Map<String, Object> figures = new LinkedHashMap<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("hops"))) {
            KafkaHops hops = new KafkaHops(KafkaSettings.of(broker.bootstrapServers()));
            hops.createTopics("direct", "relay-0", "relay-1", "relay-2");
            figures.put("hop", hops.samples("direct", "direct").figures());
            List<TransactionRelay> relays = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    relays.add(TransactionRelay.start(hops.kafka, "relay-" + i, "relay-" + (i + 1)));
                }
                figures.put(
                        "twoTransactions", hops.samples("relay-0", "relay-2").figures());
            } finally {
                relays.forEach(TransactionRelay::close);
            }
        }
        return figures;
    }

    private void createTopics(String... names) throws IOException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : names) {
            topics.add(new NewTopic(name, 1, (short) 1));
        }
        try (Admin admin = Admin.create(kafka.common("hops"))) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IOException("the topics could not be created", e.getCause());
        }
    }

    private Samples samples(String from, String to) throws IOException, InterruptedException {
        Samples samples = new Samples();
        Map<String, Object> reading = kafka.consumer("hops-" + to, "hops-" + to);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        kafka.producer("hops"), new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(to, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            for (int i = 0; i < WARM_UP + COUNTED; i++) {
                TimeUnit.MILLISECONDS.sleep(pauses.nextInt(LONGEST_PAUSE_MILLIS));
                long begin = System.nanoTime();
                var _ = producer.send(new ProducerRecord<>(from, RECORD));
                while (consumer.poll(POLL).isEmpty()) {
                    requireInTime(begin);
                }
                if (i >= WARM_UP) {
                    samples.add(System.nanoTime() - begin);
                }
            }
        }
        return samples;
    }

    private static void requireInTime(long begin) throws IOException {
        if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1)) {
            throw new IOException("a record was not passed on within a minute");
        }
    }
}
