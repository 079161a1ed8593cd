package io.freshet.scheduler.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.scheduler.kafka.OutboxRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
    static long append(Session session, String topic, String key, @Nullable Event event, Instant at)
            throws SQLException {
        String type = event == null ? null : EventTypes.typeOf(event);
        String json = event == null ? null : json(event);
        long id = session.row("""
                        INSERT INTO outbox (topic, record_key, type, event, created_at) VALUES (?, ?, ?, ?, ?)
                        RETURNING id
                        """, row -> row.getLong("id"), topic, key, type, json, at)
                .orElseThrow();
        session.rows("SELECT pg_notify(?, '')", row -> "", CHANNEL);
        return id;
    }

    static OutboxRow map(ResultSet row) throws SQLException {
        String type = row.getString("type");
        String json = row.getString("event");
        return new OutboxRow(
                row.getLong("id"),
                row.getString("topic"),
                row.getString("record_key"),
                type == null ? null : event(type, json));
    }

    static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }

    private static Event event(String type, String json) {
        Class<? extends Event> eventClass = EventTypes.classOf(type)
                .orElseThrow(() -> new IllegalStateException("an outbox row has the unknown type " + type));
        return read(json, eventClass);
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return EventJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored must be readable as " + type.getSimpleName(), e);
        }
    }
}
