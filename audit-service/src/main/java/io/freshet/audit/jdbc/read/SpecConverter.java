package io.freshet.audit.jdbc.read;

import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.servicekit.jdbc.JsonConverter;
import jakarta.inject.Singleton;

/** Specifications are kept as in the events of workflows. */
@Singleton
final class SpecConverter extends JsonConverter<WorkflowSpec> {
    SpecConverter() {
        super(WorkflowSpec.class);
    }
}
