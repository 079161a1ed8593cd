package io.freshet.planner.topology;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.ThreadFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the topology runs: exactly once, and as fast as a transaction allows. The figures behind the settings are in
 * {@code docs/adr/0002-streams-group-protocol.md}.
 *
 * @param replication of the changelog topics
 * @param stateDirectory where the stores lie; kept over restarts, it saves restoring them and fences the process before
 * @param threads that work on partitions
 * @param instance a name that this process has again after a restart, which then gets its partitions back at once, and no other has
 */
public record StreamsSettings(
        KafkaSettings kafka, short replication, Path stateDirectory, int threads, String instance) {
    /** The consumer group, and the prefix of the changelog topics. */
    public static final String APPLICATION = "freshet-planner";

    /** The topics that keep the stores. */
    public static final Set<String> CHANGELOGS = Set.of(
            APPLICATION + "-" + PlannerTopology.CATALOG_STORE + "-changelog",
            APPLICATION + "-" + PlannerTopology.PLANNER_STORE + "-changelog");

    /** How long an unfinished transaction of a process that never comes back holds up its readers. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

    /**
     * Rows of the transaction in hand, for each thread, which are some hundred KiB in a burst; what does not fit is in the changelog before its
     * transaction ends. No more, because a scan copies the keys of its range that are in the cache.
     */
    private static final long CACHE_BYTES = 4L << 20;

    /**
     * @param failure what becomes of its threads when they fail
     */
    public Map<String, Object> properties(ThreadFailure failure) {
        Map<String, Object> config = new HashMap<>(kafka.common(APPLICATION));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        config.put(StreamsConfig.POLL_MS_CONFIG, 5);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES * threads);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        producer(config);
        consumer(config);
        // What the operator says of every client is said of this one, too.
        config.putAll(kafka.properties());
        // What correctness rests on is nobody's choice.
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.putAll(failure.handlers());
        return config;
    }

    private static void producer(Map<String, Object> config) {
        // Nobody sees a record before its transaction ends, and that sends at once what lingers: waiting only makes
        // fewer requests.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 25);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), RecordLimits.MAX_RECORD_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 20);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
    }

    private void consumer(Map<String, Object> config) {
        KafkaSettings.idle().forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * 1024 * 1024);
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    }
}
