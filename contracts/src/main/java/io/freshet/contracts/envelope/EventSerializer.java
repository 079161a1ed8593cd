package io.freshet.contracts.envelope;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.json.EventJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as CloudEvents 1.0 in binary content mode: attributes as {@code ce_*} headers, the JSON data as the value.
 *
 * <p>The CloudEvents id is derived from type and data, so an event that is written again after a crash has the same id; with
 * {@code source} it is what readers recognise repetition by. Events of a public topic have all attributes, and the trace of what they report; those
 * that only Freshet reads have what CloudEvents requires, and the subject: the rest is in their data. CloudEvents headers inherited from a cause are replaced, because
 * Kafka Streams hands the source record's headers on. Thread-safe.
 */
public final class EventSerializer implements Serializer<Event> {
    private static final String TRACEPARENT = "traceparent";

    private final URI source;
    private final CloudEventSerializer cloudEvents = new CloudEventSerializer();

    /**
     * @param role which service writes: the source will be {@code urn:freshet:<role>}
     */
    public EventSerializer(String role) {
        this.source = URI.create("urn:freshet:" + role);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Event event) {
        throw new UnsupportedOperationException("an event cannot be written without headers");
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Event event) {
        removeCloudEvents(headers);
        if (event == null) {
            return null;
        }
        String type = EventTypes.typeOf(event);
        byte[] data = json(event);
        String id = DerivedId.of(type, data);
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(id)
                .withSource(source)
                .withType(type)
                .withSubject(event.subject())
                .withData(data);
        if (EventTypes.isPublic(event.getClass())) {
            describe(event, builder, headers);
        }
        CloudEvent cloudEvent = builder.build();
        return cloudEvents.serialize(topic, headers, cloudEvent);
    }

    /** Adds what a reader that does not know the type can do without its data. */
    private static void describe(Event event, CloudEventBuilder builder, Headers headers) {
        builder.withDataContentType("application/json").withTime(event.at().atOffset(ZoneOffset.UTC));
        event.correlation().ifPresent(run -> builder.withExtension("correlationid", run));
        TraceContext.of(event).ifPresent(parent -> headers.add(TRACEPARENT, parent.getBytes(StandardCharsets.UTF_8)));
    }

    /** How many bytes the data of an event has. */
    public static int bytes(Event event) {
        return json(event).length;
    }

    private static byte[] json(Event event) {
        try {
            return EventJson.mapper().writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON: " + event.subject(), e);
        }
    }

    private static void removeCloudEvents(Headers headers) {
        List<String> keys = new ArrayList<>();
        for (Header header : headers) {
            String key = header.key();
            if (key.startsWith("ce_") || key.equals("content-type") || key.equals(TRACEPARENT)) {
                keys.add(key);
            }
        }
        keys.forEach(headers::remove);
    }
}
