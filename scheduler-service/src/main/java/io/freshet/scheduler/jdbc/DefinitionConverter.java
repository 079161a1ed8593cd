package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.servicekit.jdbc.JsonConverter;
import jakarta.inject.Singleton;

/** Definitions are kept as the events that they are published in. */
@Singleton
final class DefinitionConverter extends JsonConverter<WorkflowDefinition> {
    DefinitionConverter() {
        super(WorkflowDefinition.class);
    }
}
