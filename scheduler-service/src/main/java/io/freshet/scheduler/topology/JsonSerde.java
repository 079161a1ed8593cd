package io.freshet.scheduler.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.contracts.json.EventJson;
import io.freshet.scheduler.admission.Launched;
import io.freshet.scheduler.admission.Queued;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Rows of this service's own stores and topics, as JSON. What is absent in an old row is read as null, so fields are only added. */
final class JsonSerde<T> implements Serde<T> {
    private static final ObjectMapper MAPPER = EventJson.mapper()
            .copy()
            .addMixIn(Queued.class, QueuedForm.class)
            .addMixIn(Launched.class, LaunchedForm.class);

    /** What most attempts are not is not written. */
    interface QueuedForm {
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean asleep();
    }

    /** As for those that wait. */
    interface LaunchedForm {
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean cancelled();
    }

    private final Class<T> type;

    JsonSerde(Class<T> type) {
        this.type = type;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> write(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private byte @Nullable [] write(@Nullable T value) {
        try {
            return value == null ? null : MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable T read(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new SerializationException("this is no row of " + type.getSimpleName(), e);
        }
    }
}
