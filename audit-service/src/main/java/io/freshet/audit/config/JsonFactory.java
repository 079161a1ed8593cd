package io.freshet.audit.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.contracts.json.EventJson;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.jackson.ObjectMapperFactory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The JSON of answers is that of events. */
@Factory
final class JsonFactory {
    @Singleton
    @Primary
    @Named("json")
    @Replaces(value = ObjectMapper.class, factory = ObjectMapperFactory.class)
    ObjectMapper mapper() {
        return EventJson.mapper().copy();
    }
}
