package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code workflow_faults} of a workflow that is faulted. */
@MappedEntity("workflow_faults")
record WorkflowFaultRow(
        @Id String namespace,
        @Id String workflow,
        int version,
        WorkflowFaulted.Code code,
        String message,

        @TypeDef(type = DataType.STRING, converter = SourceConverter.class) @Nullable
        SourceRecord source,

        Instant faultedAt) {
    FaultedWorkflow info() {
        return new FaultedWorkflow(new WorkflowRef(namespace, workflow), version, code, message, source, faultedAt);
    }
}
