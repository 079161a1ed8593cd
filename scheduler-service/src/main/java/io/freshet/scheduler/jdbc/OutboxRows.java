package io.freshet.scheduler.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.json.EventJson;
import io.freshet.scheduler.outbox.OutboxRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writing to and reading from the outbox. */
final class OutboxRows {
    static final String CHANNEL = "freshet_outbox";

    private OutboxRows() {}

    /**
     * Adds an event and, at the commit, wakes the publisher. The caller holds a lock on what the key names.
     */
    static long append(Session session, String topic, String key, Event event) throws SQLException {
        return append(session, topic, key, EventTypes.typeOf(event), json(event), null);
    }

    /** As {@link #append}, a tombstone that says which version it removes. */
    static long appendRemoval(Session session, String topic, String key, int version) throws SQLException {
        return append(session, topic, key, null, null, version);
    }

    private static long append(
            Session session,
            String topic,
            String key,
            @Nullable String type,
            @Nullable String json,
            @Nullable Integer removedVersion)
            throws SQLException {
        long id = session.row("""
                        INSERT INTO outbox (topic, record_key, type, event, removed_version, created_at)
                        VALUES (?, ?, ?, ?, ?, clock_timestamp())
                        RETURNING id
                        """, row -> row.getLong("id"), topic, key, type, json, removedVersion)
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
                row.getString("event"),
                row.getObject("removed_version", Integer.class));
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
