package io.freshet.audit.kafka;

import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.LostPartitionException;
import io.freshet.contracts.error.LogCode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one reader is in the partitions that it has. It goes past nothing that it has not read without noting it: what is gone, and
 * a topic that was made anew, become gaps in the database. For one thread.
 */
final class LogPositions {
    private static final Logger LOG = LoggerFactory.getLogger(LogPositions.class);
    /** A topic that is made anew while it is read shows in nothing but its id. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final HistoryWriter journal;
    private final EndOffsets log;
    private final StartOffsets startingPoints;
    private final Map<LogPartition, LogPosition> positions = new HashMap<>();
    private Map<String, String> topicIds = Map.of();
    private long looked = System.nanoTime();

    LogPositions(HistoryWriter journal, EndOffsets log) {
        this.journal = journal;
        this.log = log;
        this.startingPoints = new StartOffsets(journal, log);
    }

    Map<LogPartition, LogPosition> all() {
        return positions;
    }

    int epoch(LogPartition partition) {
        return require(partition).epoch();
    }

    private LogPosition require(LogPartition partition) {
        LogPosition position = positions.get(partition);
        if (position == null) {
            throw new LostPartitionException(partition + " is not assigned to this reader");
        }
        return position;
    }

    /** Partitions were assigned: where to read them next. */
    Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        Map<LogPartition, LogPosition> found =
                startingPoints.of(partitions.stream().map(LogPositions::of).toList(), positions);
        positions.putAll(found);
        topicIds = log.topicIds(topics());
        looked = System.nanoTime();
        Map<TopicPartition, Long> next = new HashMap<>();
        found.forEach((partition, position) -> next.put(of(partition), position.next()));
        return next;
    }

    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.remove(of(partition)));
    }

    /** What was read is in the database. */
    void moved(Map<LogPartition, Long> next) {
        next.forEach((partition, offset) -> positions.put(partition, new LogPosition(epoch(partition), offset)));
    }

    /**
     * What was to be read next is not there.
     *
     * @param beginnings of the partitions that are out of range
     * @param ends of the same
     * @return where to read on
     */
    Map<TopicPartition, Long> outOfRange(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        // Where the topic is another one, that says more.
        Map<TopicPartition, Long> next = new HashMap<>(assigned(beginnings.keySet()));
        for (TopicPartition partition : beginnings.keySet()) {
            LogPosition position = require(of(partition));
            long beginning = beginnings.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, beginning);
            if (position.next() < beginning) {
                skip(
                        of(partition),
                        new LogPosition(position.epoch(), beginning),
                        "the records were deleted before they were read");
            } else if (position.next() > end) {
                skip(
                        of(partition),
                        new LogPosition(position.epoch() + 1, end),
                        "the log ends before what was read of it: it has lost records, or was restored");
            }
            next.put(partition, require(of(partition)).next());
        }
        return next;
    }

    private void skip(LogPartition partition, LogPosition to, String reason) {
        LogPosition from = require(partition);
        LOG.atError()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("from", from.next())
                .addKeyValue("to", to.next())
                .addKeyValue("errorCode", LogCode.LOG_GAP)
                .addKeyValue("reason", reason)
                .log("Records can never be read; the gap is noted, and reading goes on behind it");
        journal.skip(partition, from, to, reason);
        positions.put(partition, to);
    }

    /**
     * Looks from time to time whether the topics are still the same.
     *
     * @throws LostPartitionException if one was made anew: then the positions are to be asked for again
     */
    void refresh() {
        if (System.nanoTime() - looked < LOOK_EVERY.toNanos() || positions.isEmpty()) {
            return;
        }
        looked = System.nanoTime();
        Map<String, String> now = log.topicIds(topics());
        if (!now.equals(topicIds)) {
            throw new LostPartitionException("a topic was made anew");
        }
    }

    private Collection<String> topics() {
        return positions.keySet().stream().map(LogPartition::topic).collect(Collectors.toSet());
    }

    static LogPartition of(TopicPartition partition) {
        return new LogPartition(partition.topic(), partition.partition());
    }

    private static TopicPartition of(LogPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }
}
