package io.freshet.audit.jdbc.read;

import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A statement in the making. */
public final class Query {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultRow fields) throws SQLException;
    }

    private Query() {}

    public static Query of(String sql, @Nullable Object... parameters) {
        return new Query().add(sql, parameters);
    }

    public Query add(String more, @Nullable Object... values) {
        sql.append(' ').append(more);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    public Query add(Query other) {
        sql.append(other.sql);
        parameters.addAll(other.parameters);
        return this;
    }

    /** Adds text with one parameter, unless the value is null. */
    public Query addIf(@Nullable Object value, String more) {
        return value == null ? this : add(more, value);
    }

    /** Restricts a column to texts that begin so: a range, which an index serves whatever the plan. */
    Query addPrefix(String column, String prefix) {
        if (prefix.isEmpty()) {
            return this;
        }
        String end = TextRange.end(prefix);
        return end.isEmpty()
                ? add("AND %s >= ?".formatted(column), prefix)
                : add("AND %s >= ? AND %s < ?".formatted(column, column), prefix, end);
    }

    /**
     * All rows.
     *
     * @throws UnavailableException if the database does not answer
     * @throws IllegalStateException if it refuses: our fault
     */
    public <T> List<T> list(DataSource database, RowReader<T> reader) {
        try (Connection connection = database.getConnection()) {
            return list(connection, reader);
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    /** All rows, as a transaction sees them. */
    public <T> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepare(connection);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            ResultRow fields = new ResultRow(result);
            while (result.next()) {
                rows.add(reader.read(fields));
            }
            return rows;
        }
    }

    /** Changes rows, and returns how many. */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    /** A statement whose parameters are bound; to be closed. */
    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        try {
            for (int i = 0; i < parameters.size(); i++) {
                bind(connection, statement, i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** The first row, as a transaction sees it. */
    public <T> Optional<T> first(Connection connection, RowReader<T> reader) throws SQLException {
        return list(connection, reader).stream().findFirst();
    }

    public <T> Optional<T> first(DataSource database, RowReader<T> reader) {
        return list(database, reader).stream().findFirst();
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Instant time -> statement.setObject(index, time.atOffset(ZoneOffset.UTC));
            case List<?> texts -> statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
            case String text -> statement.setString(index, StoredText.of(text));
            default -> statement.setObject(index, value);
        }
    }
}
