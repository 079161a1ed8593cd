package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> unfinished = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong(1);
    private final OffsetCommitter offsets = new OffsetCommitter(consumer, () -> unfinished, nanos::get);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
    }

    @Test
    void commits_when_the_interval_is_over() {
        read(7);
        offsets.commitIfDue();
        assertNull(committed());

        nanos.addAndGet(OffsetCommitter.INTERVAL.toNanos());
        offsets.commitIfDue();
        assertEquals(7, committed());

        read(9);
        offsets.commitIfDue();
        assertEquals(7, committed(), "the next interval has begun");
    }

    @Test
    void commits_nothing_that_is_not_done_with() {
        read(7);
        unfinished.put(PARTITION, 3L);
        offsets.commit();
        assertEquals(3, committed());

        unfinished.clear();
        offsets.commit();
        assertEquals(7, committed());
    }

    @Test
    void commits_what_is_left_at_the_end_although_it_is_woken_up() {
        read(7);
        consumer.wakeup();

        offsets.commitLast();

        assertEquals(7, committed());
    }

    @Test
    void goes_on_where_the_last_commit_fails() {
        MockConsumer<byte[], byte[]> failing = new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
                throw new RebalanceInProgressException("a member joins");
            }
        };
        failing.assign(List.of(PARTITION));
        OffsetCommitter committer = new OffsetCommitter(failing, Map::of, nanos::get);
        committer.read(Map.of(PARTITION, new OffsetAndMetadata(7)));

        committer.commitLast();

        assertNull(failing.committed(Set.of(PARTITION)).get(PARTITION));
    }

    @Test
    void does_not_commit_for_a_partition_that_is_somebody_elses() {
        read(7);
        offsets.forget(List.of(PARTITION));
        offsets.commit();

        assertNull(committed());
    }

    private void read(long next) {
        offsets.read(Map.of(PARTITION, new OffsetAndMetadata(next)));
    }

    private Long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? null : offset.offset();
    }
}
