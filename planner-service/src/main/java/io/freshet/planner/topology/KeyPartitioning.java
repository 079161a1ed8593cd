package io.freshet.planner.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a key is in, by the rule of Kafka's producers: murmur2 of the key's bytes.
 *
 * @param partitions of each of the planner's topics
 */
public record KeyPartitioning(int partitions) {
    public KeyPartitioning {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has a partition at least, not " + partitions);
        }
    }

    int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
