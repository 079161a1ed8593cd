package io.freshet.audit.jdbc;

import io.freshet.audit.domain.LogPartition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of how far everything was read. */
final class Offsets {
    private Offsets() {}

    /** The next offset of each partition; one that was never read begins at 0. */
    static Map<LogPartition, Long> load(Connection connection, Collection<LogPartition> partitions)
            throws SQLException {
        Map<LogPartition, Long> offsets = new TreeMap<>();
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO consumed_offsets (topic, partition, next_offset) VALUES (?, ?, 0) ON CONFLICT DO NOTHING");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT next_offset FROM consumed_offsets WHERE topic = ? AND partition = ?")) {
            for (LogPartition partition : new TreeSet<>(partitions)) {
                bind(insert, partition);
                insert.executeUpdate();
                bind(select, partition);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        offsets.put(partition, row.getLong(1));
                    }
                }
            }
        }
        return offsets;
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
    static void move(Connection connection, Map<LogPartition, Long> expected, Map<LogPartition, Long> next)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE consumed_offsets SET next_offset = ? WHERE topic = ? AND partition = ? AND next_offset = ?")) {
            for (Map.Entry<LogPartition, Long> entry : new TreeMap<>(next).entrySet()) {
                LogPartition partition = entry.getKey();
                Long from = expected.get(partition);
                if (from == null) {
                    throw new LostPartitionException(partition + " is not assigned to this reader");
                }
                update.setLong(1, entry.getValue());
                update.setString(2, partition.topic());
                update.setInt(3, partition.partition());
                update.setLong(4, from);
                if (update.executeUpdate() != 1) {
                    throw new LostPartitionException(
                            "%s is no longer at %d: another reader has it".formatted(partition, from));
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, LogPartition partition) throws SQLException {
        statement.setString(1, partition.topic());
        statement.setInt(2, partition.partition());
    }
}
