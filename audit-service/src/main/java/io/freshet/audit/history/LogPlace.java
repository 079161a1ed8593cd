package io.freshet.audit.history;

import io.freshet.contracts.event.TaskEvent.StatesChanged;

/**
 * Where an event is in the log.
 *
 * @param epoch counts how often the topic was made anew
 * @param offset within the partition of the topic
 * @param index among the events of one record
 */
record LogPlace(String topic, int partition, int epoch, long offset, int index) {
    /** A partition that gets a thousand records a second has room for 278 years. */
    private static final int OFFSET_BITS = 43;

    /** As many as the events of a record need, which are at most {@link StatesChanged#MOST}. */
    private static final int INDEX_BITS = 9;

    private static final int EPOCH_BITS = Long.SIZE - 1 - OFFSET_BITS - INDEX_BITS;

    public LogPlace {
        if (!fits(epoch, EPOCH_BITS) || !fits(offset, OFFSET_BITS) || !fits(index, INDEX_BITS)) {
            throw new IllegalArgumentException(
                    "epoch %d, offset %d and index %d are no place in a log".formatted(epoch, offset, index));
        }
    }

    private static boolean fits(long number, int bits) {
        return number >= 0 && number < 1L << bits;
    }

    /** The place of one of the events of this record. */
    LogPlace part(int which) {
        return new LogPlace(topic, partition, epoch, offset, which);
    }

    /** See {@link LogEntry#seq}. */
    long seq() {
        return ((long) epoch << (OFFSET_BITS + INDEX_BITS)) | (offset << INDEX_BITS) | index;
    }
}
