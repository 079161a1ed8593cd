package io.freshet.servicekit.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of what an {@link EventHandler} is done with: every {@link #INTERVAL}, when a partition goes to another member of
 * the group, and at the end. After a kill the handler sees again what it was done with since the last commit, as it may see again a batch
 * in which it was killed. For one thread.
 */
final class OffsetCommitter {
    /** How long what is done with may be uncommitted: a commit costs the broker a write to its log, whatever is in it. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** How long giving up a partition, or the end, waits for the broker. */
    static final Duration LAST_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

    private final Consumer<?, ?> consumer;
    private final Supplier<Map<TopicPartition, Long>> unfinished;
    private final LongSupplier nanoTime;
    /** Of each partition, the offset to read next, and the one that the group has. */
    private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private long lastCommit;

    /**
     * @param unfinished see {@link EventHandler#unfinished}
     */
    OffsetCommitter(Consumer<?, ?> consumer, Supplier<Map<TopicPartition, Long>> unfinished, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.unfinished = unfinished;
        this.nanoTime = nanoTime;
        this.lastCommit = nanoTime.getAsLong();
    }

    /** What was read so far was handed over. */
    void read(Map<TopicPartition, OffsetAndMetadata> next) {
        read.putAll(next);
    }

    /** Commits if the last commit is an {@link #INTERVAL} ago and there is anything new. */
    void commitIfDue() {
        if (nanoTime.getAsLong() - lastCommit >= INTERVAL.toNanos()) {
            commit();
        }
    }

    /** Commits what is new. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> done = done();
        if (!done.isEmpty()) {
            consumer.commitSync(done);
            committed.putAll(done);
        }
        lastCommit = nanoTime.getAsLong();
    }

    /** Commits what is new, where nothing can be done if that fails: then it is read again. */
    void commitLast() {
        try {
            commitWithin(LAST_WITHIN);
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("Offsets could not be committed; what was read last is read again");
        }
    }

    private void commitWithin(Duration limit) {
        Map<TopicPartition, OffsetAndMetadata> done = done();
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done, limit);
        } catch (WakeupException e) {
            // Who closes the loop wakes it up, which takes effect at its next call.
            consumer.commitSync(done, limit);
        }
        committed.putAll(done);
    }

    /** Forgets where these partitions are. */
    void forget(Collection<TopicPartition> partitions) {
        read.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    /** Forgets where all partitions are. */
    void forget() {
        read.clear();
        committed.clear();
    }

    /** What was read and is done with, as far as the group does not have it. */
    private Map<TopicPartition, OffsetAndMetadata> done() {
        Map<TopicPartition, Long> open = unfinished.get();
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        read.forEach((partition, next) -> {
            Long first = open.get(partition);
            OffsetAndMetadata offset = first == null || first >= next.offset() ? next : new OffsetAndMetadata(first);
            if (!offset.equals(committed.get(partition))) {
                done.put(partition, offset);
            }
        });
        return done;
    }
}
