package io.freshet.contracts.envelope;

import io.freshet.contracts.event.Event;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Serdes for the edges of a topology, {@code Consumed} and {@code ProducedBy}; never for a state store, whose records have no headers of their own. */
public final class EventSerdes {
    private final EventSerializer serializer;

    /**
     * @param role which service writes, see {@link EventSerializer}
     */
    public EventSerdes(String role) {
        this.serializer = new EventSerializer(role);
    }

    @SuppressWarnings("unchecked") // a serializer of every event is one of each kind
    public <E extends Event> Serde<E> of(Class<E> events) {
        return Serdes.serdeFrom((Serializer<E>) (Serializer<?>) serializer, new EventDeserializer<>(events));
    }
}
