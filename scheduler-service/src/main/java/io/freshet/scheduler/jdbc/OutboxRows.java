package io.freshet.scheduler.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.scheduler.kafka.OutboxRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writing to and reading from the outbox. */
final class OutboxRows {
    static final String CHANNEL = "freshet_outbox";

    private OutboxRows() {}

    /**
     * Adds a row and, at the commit, wakes the publisher. The caller holds a lock on what the key names.
     *
     * @param event null: a tombstone
     */
    static long append(Session session, String topic, String key, @Nullable Event event) throws SQLException {
        String type = event == null ? null : EventTypes.typeOf(event);
        String json = event == null ? null : json(event);
        long id = session.row("""
                        INSERT INTO outbox (topic, record_key, type, event, created_at) VALUES (?, ?, ?, ?, clock_timestamp())
                        RETURNING id
                        """, row -> row.getLong("id"), topic, key, type, json)
                .orElseThrow();
        session.rows("SELECT pg_notify(?, '')", row -> "", CHANNEL);
        return id;
    }

    static OutboxRow map(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                row.getString("topic"),
                row.getString("record_key"),
                row.getString("type"),
                row.getString("event"));
    }

    static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return EventJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored must be readable as " + type.getSimpleName(), e);
        }
    }
}
