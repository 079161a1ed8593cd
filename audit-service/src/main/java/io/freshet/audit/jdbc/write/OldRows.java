package io.freshet.audit.jdbc.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that are older than some time, in the order of an index, so that each is looked at once in a pass, whether it is
 * deleted or not. In conditions, the row is {@code t}.
 *
 * @param table has an index of time and key
 * @param time when the row is from
 * @param key with the part, what identifies the row
 * @param part a further column of the key, a number; or {@link #NO_PART}
 * @param where the rows that are looked at
 * @param keep the rows that are kept however old they are
 */
record OldRows(String table, String time, String key, String part, String where, String keep) {
    /** As an expression, since a bare number would be the position of a column. */
    static final String NO_PART = "0::int";

    /** Where a pass is. */
    record Position(Instant time, String key, int part) {}

    /**
     * What was looked at in one step.
     *
     * @param old the rows to be deleted
     * @param last the last row that was looked at; null: there was none
     */
    record Step(List<Position> old, @Nullable Position last) {
        List<String> keys() {
            return old.stream().map(Position::key).toList();
        }
    }

    /**
     * Looks at the next rows.
     *
     * @param after the last row of the step before; null: at the beginning
     * @param limit how many rows are looked at
     */
    Step next(Connection connection, Instant before, @Nullable Position after, int limit) throws SQLException {
        String sql =
                "SELECT t.%1$s, t.%2$s, %3$s, (%4$s) FROM %5$s t WHERE (%6$s) AND t.%1$s < ?%7$s ORDER BY t.%1$s, t.%2$s, %3$s LIMIT ?"
                        .formatted(
                                time,
                                key,
                                part,
                                keep,
                                table,
                                where,
                                after == null ? "" : " AND (t.%s, t.%s, %s) > (?, ?, ?)".formatted(time, key, part));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            statement.setObject(index++, before.atOffset(ZoneOffset.UTC));
            if (after != null) {
                statement.setObject(index++, after.time().atOffset(ZoneOffset.UTC));
                statement.setString(index++, after.key());
                statement.setInt(index++, after.part());
            }
            statement.setInt(index, limit);
            try (ResultSet rows = statement.executeQuery()) {
                return step(rows);
            }
        }
    }

    private static Step step(ResultSet rows) throws SQLException {
        List<Position> old = new ArrayList<>();
        Position last = null;
        while (rows.next()) {
            Instant at = rows.getObject(1, java.time.OffsetDateTime.class).toInstant();
            last = new Position(at, rows.getString(2), rows.getInt(3));
            if (!rows.getBoolean(4)) {
                old.add(last);
            }
        }
        return new Step(old, last);
    }

    /**
     * Deletes rows.
     *
     * @return how many there were
     */
    int delete(Connection connection, List<Position> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM %s t USING unnest(?::text[], ?::int[]) AS old (key, part) WHERE t.%s = old.key AND %s = old.part"
                        .formatted(table, key, part))) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", rows.stream().map(Position::key).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", rows.stream().map(Position::part).toArray()));
            return statement.executeUpdate();
        }
    }
}
