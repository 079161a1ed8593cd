package io.freshet.servicekit.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import org.jspecify.annotations.Nullable;

/**
 * A column of JSON in the form of events, so that what was stored is read like what was published. Thread-safe.
 *
 * @param <T> what the column holds
 */
public abstract class JsonConverter<T> implements AttributeConverter<T, String> {
    private final Class<T> type;

    protected JsonConverter(Class<T> type) {
        this.type = type;
    }

    @Override
    public final @Nullable String convertToPersistedValue(@Nullable T value, ConversionContext context) {
        try {
            return value == null ? null : EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored must be writable as JSON: " + type.getSimpleName(), e);
        }
    }

    /**
     * @throws IllegalStateException if the column holds something else: our fault
     */
    @Override
    public final @Nullable T convertToEntityValue(@Nullable String json, ConversionContext context) {
        try {
            return json == null ? null : EventJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored must be readable as " + type.getSimpleName(), e);
        }
    }
}
