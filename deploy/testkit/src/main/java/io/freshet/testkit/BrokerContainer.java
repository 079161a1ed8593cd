package io.freshet.testkit;

import org.testcontainers.kafka.KafkaContainer;

/** Kafka's own image, set up like the embedded broker. */
final class BrokerContainer {

    static final String IMAGE = "apache/kafka:4.3.1";

    private static final String MAXIMUM_MESSAGE_BYTES = Integer.toString(16 * 1024 * 1024);

    private BrokerContainer() {}

    @SuppressWarnings("resource") // closed with the JVM
    static String start() {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", MAXIMUM_MESSAGE_BYTES)
                .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", MAXIMUM_MESSAGE_BYTES)
                .withEnv("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS", "1");
        container.start();
        JvmLifetime.closeAtEnd(container::stop);
        return container.getBootstrapServers();
    }
}
