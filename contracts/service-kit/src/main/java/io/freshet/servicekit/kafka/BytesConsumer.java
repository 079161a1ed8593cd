package io.freshet.servicekit.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that is closed at once. One that is idle has a request at the broker which that holds for as long as
 * {@link KafkaSettings#idle} says, and what it would say at the end is answered only afterwards. Nothing is lost by not waiting: whoever
 * reads has committed what it has done with, and a static member does not leave its group. Not thread-safe but for {@link #wakeup}.
 */
public class BytesConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(200);

    public BytesConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The partitions of a topic; none if it is not there. */
    public List<TopicPartition> partitions(String topic) {
        return partitions(partitionsFor(topic));
    }

    /** As {@link #partitions(String)}, where the broker answers within this time. */
    public List<TopicPartition> partitions(String topic, Duration within) {
        return partitions(partitionsFor(topic, within));
    }

    private static List<TopicPartition> partitions(List<PartitionInfo> infos) {
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(CLOSE_WITHIN));
    }

    @Override
    public void close(CloseOptions options) {
        super.close(options.withTimeout(CLOSE_WITHIN));
    }
}
