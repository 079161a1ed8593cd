package io.freshet.servicekit.kafka;

import io.freshet.contracts.topic.RecordLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties further client properties, such as security; they win over the defaults here
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {
    /**
     * How long the broker holds a request for records while there are none, in milliseconds. New ones are sent at once; only a partition
     * that is assigned meanwhile, or read again after a failure, may have to wait for it.
     */
    private static final int IDLE_FETCH_MS = 2_000;

    /**
     * How long a consumer waits before it asks the broker again what was refused, in milliseconds. Its heartbeat thread looks that often
     * whether a heartbeat is due, and takes the lock of the thread that polls for it: ten times a second by Kafka's default, which is most
     * of what an idle consumer costs.
     */
    private static final int CONSUMER_RETRY_MS = 500;

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of());
    }

    /** For any client. */
    public Map<String, Object> common(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.putAll(properties);
        return config;
    }

    /** For a producer that loses nothing: acknowledged by all in-sync replicas, idempotent, sent without waiting for more. */
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RecordLimits.MAX_RECORD_BYTES);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 20);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        config.putAll(common(clientId));
        return config;
    }

    /**
     * For a consumer that sees only committed records and commits by itself when it has done with them. It is a static member of its
     * group: restarted under its name, also after a kill, it has its partitions again at once and need not wait for a session to end.
     *
     * @param clientId which no other member of the group has
     */
    public Map<String, Object> consumer(String clientId, String group) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, clientId);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        config.putAll(idle());
        config.putAll(common(clientId));
        return config;
    }

    /** As {@link #consumer}, for one that belongs to no group: it says by itself where it reads, and commits nothing. */
    public Map<String, Object> reader(String clientId) {
        Map<String, Object> config = consumer(clientId, clientId);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return config;
    }

    /** What makes a consumer cheap while there is nothing to read, and no slower when there is: also for those of Kafka Streams. */
    public static Map<String, Object> idle() {
        return Map.of(
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                IDLE_FETCH_MS,
                ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
                CONSUMER_RETRY_MS);
    }
}
