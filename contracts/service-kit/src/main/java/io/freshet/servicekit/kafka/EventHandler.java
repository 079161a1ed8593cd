package io.freshet.servicekit.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a service does with the events that an {@link EventLoop} reads. All methods are called on the loop's one thread. */
public interface EventHandler {
    /**
     * Deals with a batch, in order. When it returns, the batch is done with, but for what is {@link #unfinished}, and its offsets are committed soon, see
     * {@link OffsetCommitter}; when it throws, the same batch comes again after a pause. After a kill, so do the batches of the last half second: everything here
     * must bear repetition.
     */
    void handle(List<EventRecord> batch) throws Exception;

    /**
     * Deals with a batch like {@link #handle(List)}, for a handler that keeps offsets itself.
     *
     * @param batch may be empty, where only rejected records, or nothing but the end of a transaction, were read
     * @param next the offset to read next, of each partition that moved: past the batch, and past what was rejected
     */
    default void handle(List<EventRecord> batch, Map<TopicPartition, Long> next) throws Exception {
        if (!batch.isEmpty()) {
            handle(batch);
        }
    }

    /**
     * Partitions were assigned. Where this handler keeps offsets itself, it returns the next one to read per partition; for the others
     * the group's committed offset holds.
     */
    default Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        return Map.of();
    }

    /**
     * What was to be read next of some partitions is not there: deleted, or not written yet. Called only where the consumer does not
     * choose by itself ({@code auto.offset.reset=none}).
     *
     * @param beginnings the first offset that is there, of each of these partitions
     * @param ends the offset behind the last
     * @return where to read on, of each of them
     */
    default Map<TopicPartition, Long> outOfRange(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends)
            throws Exception {
        throw new IllegalStateException("offsets are out of range: " + beginnings.keySet());
    }

    /** Partitions were taken away; what was begun for them must not be reported as done any more. */
    default void revoked(Collection<TopicPartition> partitions) {}

    /** Whether to read nothing for now; asked before every poll. The loop stays in its group meanwhile. */
    default boolean isFull() {
        return false;
    }

    /**
     * The first offset per partition that was handed over and is not done with, for a handler that goes on after {@link #handle(List)} has
     * returned. Nothing from there on is committed, so it comes again after a restart. Asked after every poll.
     */
    default Map<TopicPartition, Long> unfinished() {
        return Map.of();
    }

    /** Whether to go back to what was committed, because the handler had no room for something that it was given. Asked before every poll. */
    default boolean readsAgain() {
        return false;
    }

    /** Nothing was to be read during one poll. */
    default void idle() throws Exception {}
}
