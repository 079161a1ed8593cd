package io.freshet.audit.jdbc.write;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one kind into a table, or a group of its columns: all in one statement, which is prepared once and takes each column
 * as an array.
 */
final class UpsertTable<R> {
    /** Bounds what one statement takes. */
    private static final int MOST_ROWS = 10_000;

    private final String sql;
    private final List<Column<R>> columns;

    private record Column<R>(String name, String type, Role role, Function<R, @Nullable Object> value) {}

    private enum Role {
        /** Identifies the row; never changed. */
        KEY,
        /** Follows from the key; never changed. */
        FIXED,
        /** Belongs to the group that the newest (or oldest) event of the kind determines. */
        GROUP,
        /** Says which event that is. */
        SEQ
    }

    private UpsertTable(String sql, List<Column<R>> columns) {
        this.sql = sql;
        this.columns = columns;
    }

    static <R> Builder<R> named(String name) {
        return new Builder<>(name);
    }

    void write(Connection connection, Collection<R> rows) throws SQLException {
        List<R> all = List.copyOf(rows);
        for (int from = 0; from < all.size(); from += MOST_ROWS) {
            writeSome(connection, all.subList(from, Math.min(all.size(), from + MOST_ROWS)));
        }
    }

    private void writeSome(Connection connection, List<R> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < columns.size(); column++) {
                @Nullable String[] values = new @Nullable String[rows.size()];
                for (int row = 0; row < values.length; row++) {
                    values[row] = PostgresText.of(columns.get(column).value().apply(rows.get(row)));
                }
                Array array = connection.createArrayOf("text", values);
                statement.setArray(column + 1, array);
            }
            statement.executeUpdate();
        }
    }

    static final class Builder<R> {
        private final String name;
        private final List<Column<R>> columns = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Adds columns that several tables have. */
        Builder<R> include(UnaryOperator<Builder<R>> columns) {
            return columns.apply(this);
        }

        Builder<R> key(String column, String type, Function<R, @Nullable Object> value) {
            return add(column, type, Role.KEY, value);
        }

        Builder<R> fixed(String column, String type, Function<R, @Nullable Object> value) {
            return add(column, type, Role.FIXED, value);
        }

        Builder<R> column(String column, String type, Function<R, @Nullable Object> value) {
            return add(column, type, Role.GROUP, value);
        }

        Builder<R> text(String column, Function<R, @Nullable Object> value) {
            return column(column, "text", value);
        }

        Builder<R> time(String column, Function<R, @Nullable Object> value) {
            return column(column, "timestamptz", value);
        }

        Builder<R> seq(String column, Function<R, @Nullable Object> value) {
            return add(column, "bigint", Role.SEQ, value);
        }

        /** A row that is there stays as it is. */
        UpsertTable<R> once() {
            return new UpsertTable<>(insert() + " ON CONFLICT DO NOTHING", List.copyOf(columns));
        }

        /** Of the column group, the one with the highest seq stays. */
        UpsertTable<R> latest() {
            return upsert("<");
        }

        /** Of the column group, the one with the lowest seq stays. */
        UpsertTable<R> first() {
            return upsert(">");
        }

        /** The column group of a row that is there is replaced, if it differs. */
        UpsertTable<R> replacing() {
            List<Column<R>> group = columns.stream()
                    .filter(column -> column.role() == Role.GROUP)
                    .toList();
            String set = group.stream()
                    .map(column -> column.name() + " = EXCLUDED." + column.name())
                    .collect(Collectors.joining(", "));
            String known = group.stream().map(column -> comparable("t", column)).collect(Collectors.joining(", "));
            String next =
                    group.stream().map(column -> comparable("EXCLUDED", column)).collect(Collectors.joining(", "));
            return new UpsertTable<>(
                    "%s ON CONFLICT (%s) DO UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)"
                            .formatted(insert(), String.join(", ", names(Role.KEY)), set, known, next),
                    List.copyOf(columns));
        }

        /** JSON, of which the text is kept, has no operator that compares it. */
        private static String comparable(String row, Column<?> column) {
            return row + "." + column.name() + (column.type().equals("json") ? "::text" : "");
        }

        private UpsertTable<R> upsert(String giveWayIf) {
            String seq = names(Role.SEQ).getFirst();
            List<String> changed = new ArrayList<>(names(Role.GROUP));
            changed.add(seq);
            String set = changed.stream()
                    .map(column -> column + " = EXCLUDED." + column)
                    .collect(Collectors.joining(", "));
            return new UpsertTable<>(
                    "%s ON CONFLICT (%s) DO UPDATE SET %s WHERE t.%s IS NULL OR t.%s %s EXCLUDED.%s"
                            .formatted(insert(), String.join(", ", names(Role.KEY)), set, seq, seq, giveWayIf, seq),
                    List.copyOf(columns));
        }

        private String insert() {
            String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
            String casts = columns.stream()
                    .map(column -> "u." + column.name() + "::" + column.type())
                    .collect(Collectors.joining(", "));
            String arrays = columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", "));
            return "INSERT INTO %s AS t (%s) SELECT %s FROM unnest(%s) AS u (%s)"
                    .formatted(name, names, casts, arrays, names);
        }

        private List<String> names(Role role) {
            return columns.stream()
                    .filter(column -> column.role() == role)
                    .map(Column::name)
                    .toList();
        }

        private Builder<R> add(String column, String type, Role role, Function<R, @Nullable Object> value) {
            columns.add(new Column<>(column, type, role, value));
            return this;
        }
    }
}
