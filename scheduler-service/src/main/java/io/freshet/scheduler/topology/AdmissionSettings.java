package io.freshet.scheduler.topology;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.ThreadFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka Streams runs admission: exactly once, at the latency of a transaction. Why each value is what it is, is measured in the
 * design notes on the stack.
 */
public final class AdmissionSettings {
    private AdmissionSettings() {}

    /**
     * Which of the schedulers this is.
     *
     * @param name unique among the schedulers of an installation and the same after a restart: with it a restarted one takes its place in
     *     the group back at once
     * @param address at which the others reach it, {@code host:port}; null: they do not
     */
    public record Instance(String name, @Nullable String address) {}

    /**
     * @param failure what becomes of its threads when they fail
     */
    public static StreamsConfig of(
            KafkaSettings kafka,
            String applicationId,
            Instance instance,
            Path state,
            int replication,
            ThreadFailure failure) {
        Map<String, Object> config = new HashMap<>(kafka.common(applicationId + "-" + instance.name()));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        config.put(StreamsConfig.POLL_MS_CONFIG, 5);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8L << 20);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance.name());
        KafkaSettings.idle().forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
        if (instance.address() != null) {
            config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, instance.address());
        }
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Nobody sees a record before its transaction ends, and that sends at once what lingers: waiting only makes
        // fewer requests.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 25);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 65_536);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), RecordLimits.MAX_RECORD_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 20);
        config.putAll(kafka.properties());
        // What correctness rests on is nobody's choice.
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.putAll(failure.handlers());
        return new StreamsConfig(config);
    }
}
