package io.freshet.benchmarks.topology;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.Event;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** An event as it would lie on a topic. */
final class Wire {
    private static final String TOPIC = "benchmark";
    private static final EventSerializer SERIALIZER = new EventSerializer("benchmark");
    private static final EventDeserializer<Event> DESERIALIZER = new EventDeserializer<>(Event.class);

    private final Headers headers;
    private final byte[] data;

    private Wire(Headers headers, byte[] data) {
        this.headers = headers;
        this.data = data;
    }

    static Wire of(Event event) {
        Headers headers = new RecordHeaders();
        return new Wire(headers, Objects.requireNonNull(SERIALIZER.serialize(TOPIC, headers, event)));
    }

    int bytes() {
        return data.length;
    }

    Event event() {
        return Objects.requireNonNull(DESERIALIZER.deserialize(TOPIC, headers, data));
    }
}
