package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.WorkflowDefinition;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Definitions are kept as the events that they are published in, so that what was stored is read like what was published. */
@Singleton
final class DefinitionConverter implements AttributeConverter<WorkflowDefinition, String> {
    @Override
    public @Nullable String convertToPersistedValue(
            @Nullable WorkflowDefinition definition, ConversionContext context) {
        return definition == null ? null : StoredJson.write(definition);
    }

    @Override
    public @Nullable WorkflowDefinition convertToEntityValue(@Nullable String json, ConversionContext context) {
        return json == null ? null : StoredJson.read(json, WorkflowDefinition.class);
    }
}
