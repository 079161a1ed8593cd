package io.freshet.contracts.envelope;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes an event of an upstream system as it is, in binary content mode. The headers must have no attributes of another event. Thread-safe. */
public final class UpstreamEventSerializer implements Serializer<UpstreamEvent> {
    private final CloudEventSerializer cloudEvents = new CloudEventSerializer();

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable UpstreamEvent event) {
        throw new UnsupportedOperationException("an event cannot be written without headers");
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable UpstreamEvent event) {
        if (event == null) {
            throw new IllegalArgumentException("there are no tombstones of upstream events");
        }
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(event.id())
                .withSource(URI.create(event.source()))
                .withType(event.type());
        String subject = event.subject();
        if (subject != null) {
            builder.withSubject(subject);
        }
        Instant time = event.time();
        if (time != null) {
            builder.withTime(time.atOffset(ZoneOffset.UTC));
        }
        String contentType = event.dataContentType();
        if (contentType != null) {
            builder.withDataContentType(contentType);
        }
        String schema = event.dataSchema();
        if (schema != null) {
            builder.withDataSchema(URI.create(schema));
        }
        event.extensions().forEach(builder::withExtension);
        EventData data = event.data();
        if (data != null) {
            builder.withData(data.bytes());
        }
        return cloudEvents.serialize(topic, headers, builder.build());
    }
}
