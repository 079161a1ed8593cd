package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.UpstreamEvent;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Adds to the outbox what is to be published when the transaction commits. */
@Singleton
final class OutboxWriter {
    private final OutboxRepository rows;

    OutboxWriter(OutboxRepository rows) {
        this.rows = rows;
    }

    /** Adds an event and returns the id of its row. The caller holds a lock on what the key names. */
    long append(String topic, String key, Event event) {
        long id = rows.insert(topic, key, EventTypes.typeOf(event), StoredJson.write(event), null);
        rows.notifyPublisher();
        return id;
    }

    /** As {@link #append}, an event of an upstream system. */
    void append(UpstreamEvent event) {
        var _ = rows.insert(
                Topics.UPSTREAM_EVENTS,
                event.source(),
                event.type(),
                new String(event.toStructured(), StandardCharsets.UTF_8),
                null);
        rows.notifyPublisher();
    }

    /** As {@link #append}, a tombstone: the key has no value any more. */
    void appendTombstone(String topic, String key) {
        var _ = rows.insert(topic, key, null, null, null);
        rows.notifyPublisher();
    }

    /** As {@link #append}, a tombstone that says which version it removes. */
    long appendRemoval(String topic, String key, int version) {
        long id = rows.insert(topic, key, null, null, version);
        rows.notifyPublisher();
        return id;
    }
}
