package io.freshet.scheduler.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Something that was committed and is to be published.
 *
 * @param type CloudEvents type; null with the content: a tombstone
 * @param content the event's data as JSON
 * @param removedVersion of a workflow, by a tombstone; null if it is none
 */
public record OutboxRow(
        long id,
        String topic,
        String key,
        @Nullable String type,
        @Nullable String content,
        @Nullable Integer removedVersion) {
    /** The record to be written. */
    ProducerRecord<String, Object> toRecord() {
        return new ProducerRecord<>(
                topic,
                null,
                null,
                key,
                event(),
                removedVersion == null ? List.of() : RemovedVersion.headers(removedVersion));
    }

    /**
     * The event, or the event of an upstream system; null for a tombstone.
     *
     * @throws SerializationException if this version of the service knows no such event
     */
    @Nullable
    Object event() {
        if (type == null || content == null) {
            return null;
        }
        if (topic.equals(Topics.UPSTREAM_EVENTS)) {
            return UpstreamEvent.structured(content.getBytes(StandardCharsets.UTF_8))
                            instanceof Checked.Valid<UpstreamEvent>(UpstreamEvent event)
                    ? event
                    : notReadable();
        }
        Class<? extends Event> eventClass = EventTypes.classOf(type)
                .orElseThrow(() -> new SerializationException("an outbox row has the unknown type " + type));
        try {
            return EventJson.mapper().readValue(content, eventClass);
        } catch (JsonProcessingException e) {
            throw new SerializationException("what was stored cannot be read as " + type, e);
        }
    }

    private Object notReadable() {
        throw new SerializationException("an outbox row has no event of an upstream system where it must");
    }
}
