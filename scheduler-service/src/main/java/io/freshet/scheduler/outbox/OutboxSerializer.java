package io.freshet.scheduler.outbox;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.envelope.UpstreamEventSerializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.upstream.UpstreamEvent;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes what rows of the outbox have: events of ours, and events of upstream systems. Thread-safe. */
final class OutboxSerializer implements Serializer<Object> {
    private final EventSerializer own = new EventSerializer("scheduler");
    private final UpstreamEventSerializer upstream = new UpstreamEventSerializer();

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object event) {
        throw new UnsupportedOperationException("an event cannot be written without headers");
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Object event) {
        return switch (event) {
            case null -> own.serialize(topic, headers, null);
            case Event of -> own.serialize(topic, headers, of);
            case UpstreamEvent of -> upstream.serialize(topic, headers, of);
            default -> throw new SerializationException("a row of the outbox is no event: " + event.getClass());
        };
    }
}
