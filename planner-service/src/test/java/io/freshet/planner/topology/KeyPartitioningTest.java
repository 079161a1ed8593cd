package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class KeyPartitioningTest {
    private final Random random = new Random(1);

    @Test
    void agrees_with_kafkas_producers() {
        for (int i = 0; i < 10_000; i++) {
            String key = "prod-" + random.nextInt() + "/wörk-" + i;
            int partitions = 1 + random.nextInt(50);

            assertEquals(
                    BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions),
                    new KeyPartitioning(partitions).partitionOf(key));
        }
    }

    @Test
    void needs_a_partition() {
        assertThrows(IllegalArgumentException.class, () -> new KeyPartitioning(0));
    }
}
