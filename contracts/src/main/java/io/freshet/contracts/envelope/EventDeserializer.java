package io.freshet.contracts.envelope;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link EventSerializer} writes. The class is chosen by the header {@code ce_type}; a tombstone is null. Thread-safe.
 *
 * @param <E> the events that the topic may carry
 */
public final class EventDeserializer<E extends Event> implements Deserializer<E> {
    private final Class<E> expected;

    public EventDeserializer(Class<E> expected) {
        this.expected = expected;
    }

    @Override
    public @Nullable E deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        throw new UnreadableEventException("the record has no headers, so no CloudEvents type");
    }

    /**
     * @throws UnreadableEventException if it is no CloudEvent of a known and expected type, or its data does not fit the type
     */
    @Override
    public @Nullable E deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Header header = headers.lastHeader("ce_type");
        if (header == null || header.value() == null) {
            throw new UnreadableEventException(
                    "header ce_type is missing: write CloudEvents 1.0 in binary content mode");
        }
        String type = new String(header.value(), StandardCharsets.UTF_8);
        Class<? extends Event> eventClass = EventTypes.classOf(type)
                .orElseThrow(() -> new UnreadableEventException("CloudEvents type '%s' is not known".formatted(type)));
        if (!expected.isAssignableFrom(eventClass)) {
            throw new UnreadableEventException("an event of type '%s' does not belong on this topic".formatted(type));
        }
        try {
            Event event = EventJson.mapper().readValue(data, eventClass);
            if (event == null) {
                throw new UnreadableEventException("the data of '%s' is JSON null".formatted(type));
            }
            return expected.cast(event);
        } catch (JsonMappingException e) {
            throw new UnreadableEventException(
                    "the data does not fit '%s' at '%s': %s".formatted(type, place(e), e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UnreadableEventException(
                    "the data does not fit '%s', for it is no JSON: %s".formatted(type, e.getMessage()), e);
        }
    }

    /** As a reader of the event reference would write it: {@code batch.id}, {@code partitions[3].after}. */
    private static String place(JsonMappingException unreadable) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : unreadable.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.isEmpty() ? "its top level" : place.toString();
    }
}
