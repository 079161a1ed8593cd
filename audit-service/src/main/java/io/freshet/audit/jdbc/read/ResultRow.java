package io.freshet.audit.jdbc.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.json.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of the row a result is at, by their names, as the types of the domain. */
public final class ResultRow {
    private final ResultSet row;

    ResultRow(ResultSet row) {
        this.row = row;
    }

    public String text(String name) throws SQLException {
        return Objects.requireNonNull(textOrNull(name), name);
    }

    @Nullable
    public String textOrNull(String name) throws SQLException {
        return row.getString(name);
    }

    @Nullable
    public Long longOrNull(String name) throws SQLException {
        long value = row.getLong(name);
        return row.wasNull() ? null : value;
    }

    public long number(String name) throws SQLException {
        return row.getLong(name);
    }

    public int integer(String name) throws SQLException {
        return row.getInt(name);
    }

    @Nullable
    public Integer integerOrNull(String name) throws SQLException {
        int value = row.getInt(name);
        return row.wasNull() ? null : value;
    }

    public boolean flag(String name) throws SQLException {
        return row.getBoolean(name);
    }

    public Instant time(String name) throws SQLException {
        return Objects.requireNonNull(timeOrNull(name), name);
    }

    @Nullable
    public Instant timeOrNull(String name) throws SQLException {
        OffsetDateTime time = row.getObject(name, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The instance of a column that may have none. */
    public @Nullable InstanceRef instanceOrNull(String name) throws SQLException {
        String text = textOrNull(name);
        return text == null ? null : InstanceRef.parse(text);
    }

    InstanceRef instance(String name) throws SQLException {
        return InstanceRef.parse(text(name));
    }

    @Nullable
    Fingerprint fingerprintOrNull(String name) throws SQLException {
        String hex = textOrNull(name);
        return hex == null ? null : new Fingerprint(hex);
    }

    public <E extends Enum<E>> E name(Class<E> type, String name) throws SQLException {
        return Enum.valueOf(type, text(name));
    }

    <E extends Enum<E>> @Nullable E nameOrNull(Class<E> type, String name) throws SQLException {
        String text = textOrNull(name);
        return text == null ? null : Enum.valueOf(type, text);
    }

    public <T> Optional<T> json(String name, Class<T> type) throws SQLException {
        String text = textOrNull(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventJson.mapper().readValue(text, type));
        } catch (JsonProcessingException e) {
            throw new SQLException("column %s does not hold %s".formatted(name, type), e);
        }
    }

    /** A JSON value that is there. */
    <T> T json(String name, TypeReference<T> type) throws SQLException {
        try {
            return EventJson.mapper().readValue(text(name), type);
        } catch (JsonProcessingException e) {
            throw new SQLException("column %s does not hold %s".formatted(name, type.getType()), e);
        }
    }

    public List<String> texts(String name) throws SQLException {
        return list(name, new TypeReference<>() {});
    }

    List<InstanceRef> instances(String name) throws SQLException {
        return list(name, new TypeReference<>() {});
    }

    private <T> List<T> list(String name, TypeReference<List<T>> type) throws SQLException {
        String text = textOrNull(name);
        if (text == null) {
            return List.of();
        }
        try {
            return EventJson.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("column %s does not hold a list".formatted(name), e);
        }
    }
}
