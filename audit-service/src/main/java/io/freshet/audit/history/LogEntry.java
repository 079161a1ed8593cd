package io.freshet.audit.history;

import io.freshet.contracts.event.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event and its place in the log.
 *
 * @param epoch counts how often the topic was made anew
 * @param offset within the partition of the topic
 * @param id the CloudEvents id; equal for an event that was written twice
 * @param event null for a tombstone
 * @param writtenAt the time of the record, which is all that says when a tombstone was written
 */
public record LogEntry(
        String topic,
        int partition,
        int epoch,
        long offset,
        String key,
        String id,
        @Nullable Event event,
        Instant writtenAt) {
    /** A partition that gets a million records a second has room for 550 years. */
    private static final int OFFSET_BITS = 44;

    public LogEntry {
        if (epoch < 0 || epoch >= 1 << (Long.SIZE - 1 - OFFSET_BITS) || offset < 0 || offset >= 1L << OFFSET_BITS) {
            throw new IllegalArgumentException("epoch %d and offset %d are no place in a log".formatted(epoch, offset));
        }
    }

    /** Of a record whose time does not matter. */
    public LogEntry(String topic, int partition, int epoch, long offset, String key, String id, @Nullable Event event) {
        this(topic, partition, epoch, offset, key, id, event, Instant.EPOCH);
    }

    /** Of a topic that was never made anew. */
    public LogEntry(String topic, int partition, long offset, String key, String id, @Nullable Event event) {
        this(topic, partition, 0, offset, key, id, event);
    }

    /**
     * Says which of two events of one topic about one workflow, or one dataset, came first, whoever reads them when: these are in one
     * partition, and a later epoch comes after an earlier one.
     */
    public long seq() {
        return ((long) epoch << OFFSET_BITS) | offset;
    }
}
