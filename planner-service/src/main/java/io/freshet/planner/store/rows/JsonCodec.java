package io.freshet.planner.store.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rows of which there are few, as JSON: unknown fields are ignored, new ones are optional. */
final class JsonCodec<V> implements Codec<V> {
    private final Class<V> type;

    JsonCodec(Class<V> type) {
        this.type = type;
    }

    @Override
    public byte[] write(V value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of %s cannot be written".formatted(type.getSimpleName()), e);
        }
    }

    @Override
    public V read(byte[] bytes) {
        try {
            return EventJson.mapper().readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a row of %s cannot be read".formatted(type.getSimpleName()), e);
        }
    }
}
