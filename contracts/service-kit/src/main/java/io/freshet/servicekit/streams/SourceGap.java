package io.freshet.servicekit.streams;

import org.apache.kafka.common.TopicPartition;

/**
 * Records of a topic that a topology can never read.
 *
 * @param partition in which they were
 * @param from the first offset that is missing
 * @param to the first that can be read again
 */
public record SourceGap(String topic, int partition, long from, long to, Kind kind) {
    /** What has become of the records. */
    public enum Kind {
        /** The log begins behind what was read. */
        DELETED,
        /**
         * The log ends before what was read, as after a power failure: it has lost records that had been read. What comes after them is
         * read from the new end on, so nobody needs to do anything.
         */
        CUT_OFF,
        /** The topic is another one of the same name. */
        MADE_ANEW,
        /** The topic in which the topology keeps its state is gone, or is another one. Partition and offsets say nothing. */
        STATE_LOST
    }

    /** Whether somebody has to decide how to go on: something was never read, and will not be. */
    boolean needsDecision() {
        return kind != Kind.CUT_OFF;
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** For people. */
    String sentence() {
        String place = topic + " partition " + partition;
        return switch (kind) {
            case DELETED ->
                "%s: the records from offset %d to %d were deleted before they were read"
                        .formatted(place, from, to - 1);
            case CUT_OFF ->
                "%s: it was read up to offset %d, but ends at %d: it has lost records, or was restored"
                        .formatted(place, from, to);
            case MADE_ANEW ->
                "%s: the topic was deleted and made anew; what the old one had from offset %d on was not read"
                        .formatted(place, from);
            case STATE_LOST -> "%s: the topic with the state was deleted".formatted(topic);
        };
    }

    /** What stays the same of it as long as it is not accepted, though the log goes on. */
    String identity() {
        return "%s %d %d %s".formatted(topic, partition, from, kind);
    }
}
