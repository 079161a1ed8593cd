package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.LogGap;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of how far everything was read. */
final class Offsets {
    /** That of the topic's other partitions, if they are in it already; else the next one. Three arguments: topic, id, topic. */
    private static final String EPOCH = """
            coalesce(
                (SELECT max(o.epoch) FROM consumed_offsets o WHERE o.topic = ? AND o.topic_id = ?),
                (SELECT max(o.epoch) + 1 FROM consumed_offsets o WHERE o.topic = ? AND o.topic_id IS NOT NULL),
                0)""";

    private Offsets() {}

    /**
     * Where to read each partition next; one that was never read begins at 0. Where the topic is another one than was read before, the
     * rest of that is a gap, and reading begins anew in the next epoch.
     *
     * @param topicIds Kafka's ids of the topics, by name
     */
    static Map<LogPartition, LogPosition> load(
            Connection connection, Collection<LogPartition> partitions, Map<String, String> topicIds)
            throws SQLException {
        Map<LogPartition, LogPosition> positions = new TreeMap<>();
        for (LogPartition partition : new TreeSet<>(partitions)) {
            String topicId = topicIds.get(partition.topic());
            if (topicId == null) {
                throw new LostPartitionException("topic %s is not there any more".formatted(partition.topic()));
            }
            positions.put(partition, load(connection, partition, topicId));
        }
        return positions;
    }

    private static LogPosition load(Connection connection, LogPartition partition, String topicId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO consumed_offsets (topic, partition, next_offset, topic_id, epoch)
                        VALUES (?, ?, 0, ?, %s) ON CONFLICT DO NOTHING
                        """.formatted(EPOCH))) {
            bind(insert, partition);
            insert.setString(3, topicId);
            bindEpoch(insert, 4, partition.topic(), topicId);
            insert.executeUpdate();
        }
        try (PreparedStatement gap = connection.prepareStatement("""
                        INSERT INTO log_gaps (topic, partition, epoch, from_offset, reason)
                        SELECT topic, partition, epoch, next_offset, 'the topic was made anew' FROM consumed_offsets
                        WHERE topic = ? AND partition = ? AND topic_id <> ? AND next_offset > 0 ON CONFLICT DO NOTHING
                        """)) {
            bind(gap, partition);
            gap.setString(3, topicId);
            gap.executeUpdate();
        }
        try (PreparedStatement renew = connection.prepareStatement("""
                        UPDATE consumed_offsets
                        SET next_offset = CASE WHEN topic_id IS NULL THEN next_offset ELSE 0 END,
                            epoch = CASE WHEN topic_id IS NULL THEN epoch ELSE %s END,
                            topic_id = ?
                        WHERE topic = ? AND partition = ? AND topic_id IS DISTINCT FROM ?
                        """.formatted(EPOCH))) {
            bindEpoch(renew, 1, partition.topic(), topicId);
            renew.setString(4, topicId);
            renew.setString(5, partition.topic());
            renew.setInt(6, partition.partition());
            renew.setString(7, topicId);
            renew.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT epoch, next_offset FROM consumed_offsets WHERE topic = ? AND partition = ?")) {
            bind(select, partition);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new LostPartitionException(partition + " was forgotten while it was asked for");
                }
                return new LogPosition(row.getInt(1), row.getLong(2));
            }
        }
    }

    /** Notes that reading goes on at another offset than it was to, and that what lies between is missing. */
    static void skip(Connection connection, LogPartition partition, LogPosition from, LogPosition to, String reason)
            throws SQLException {
        try (PreparedStatement gap = connection.prepareStatement("""
                        INSERT INTO log_gaps (topic, partition, epoch, from_offset, to_offset, reason)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """);
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE consumed_offsets SET epoch = ?, next_offset = ?
                        WHERE topic = ? AND partition = ? AND epoch = ? AND next_offset = ?
                        """)) {
            bind(gap, partition);
            gap.setInt(3, from.epoch());
            gap.setLong(4, from.next());
            gap.setObject(5, from.epoch() == to.epoch() ? to.next() : null, Types.BIGINT);
            gap.setString(6, reason);
            gap.executeUpdate();
            update.setInt(1, to.epoch());
            update.setLong(2, to.next());
            update.setString(3, partition.topic());
            update.setInt(4, partition.partition());
            update.setInt(5, from.epoch());
            update.setLong(6, from.next());
            if (update.executeUpdate() != 1) {
                throw new LostPartitionException(
                        "%s is no longer at %s: another reader has it".formatted(partition, from));
            }
        }
    }

    /** The latest gaps first. */
    static List<LogGap> gaps(Connection connection, int limit) throws SQLException {
        List<LogGap> gaps = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT topic, partition, epoch, from_offset, to_offset, reason, found_at FROM log_gaps
                        ORDER BY found_at DESC, topic, partition, from_offset LIMIT ?
                        """)) {
            select.setInt(1, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gaps.add(new LogGap(
                            new LogPartition(row.getString(1), row.getInt(2)),
                            row.getInt(3),
                            row.getLong(4),
                            row.getObject(5, Long.class),
                            row.getString(6),
                            row.getObject(7, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return gaps;
    }

    /** All that were ever read. */
    static Map<LogPartition, Long> all(Connection connection) throws SQLException {
        Map<LogPartition, Long> offsets = new TreeMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT topic, partition, next_offset FROM consumed_offsets");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                offsets.put(new LogPartition(row.getString(1), row.getInt(2)), row.getLong(3));
            }
        }
        return offsets;
    }

    /**
     * Moves offsets from where they are expected to be.
     *
     * @throws LostPartitionException if one of them is elsewhere
     */
    static void move(Connection connection, Map<LogPartition, LogPosition> expected, Map<LogPartition, Long> next)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE consumed_offsets SET next_offset = ?
                WHERE topic = ? AND partition = ? AND epoch = ? AND next_offset = ?
                """)) {
            for (Map.Entry<LogPartition, Long> entry : new TreeMap<>(next).entrySet()) {
                LogPartition partition = entry.getKey();
                LogPosition from = expected.get(partition);
                if (from == null) {
                    throw new LostPartitionException(partition + " is not assigned to this reader");
                }
                update.setLong(1, entry.getValue());
                update.setString(2, partition.topic());
                update.setInt(3, partition.partition());
                update.setInt(4, from.epoch());
                update.setLong(5, from.next());
                if (update.executeUpdate() != 1) {
                    throw new LostPartitionException(
                            "%s is no longer at %s: another reader has it".formatted(partition, from));
                }
            }
        }
    }

    private static void bindEpoch(PreparedStatement statement, int index, String topic, String topicId)
            throws SQLException {
        statement.setString(index, topic);
        statement.setString(index + 1, topicId);
        statement.setString(index + 2, topic);
    }

    private static void bind(PreparedStatement statement, LogPartition partition) throws SQLException {
        statement.setString(1, partition.topic());
        statement.setInt(2, partition.partition());
    }
}
