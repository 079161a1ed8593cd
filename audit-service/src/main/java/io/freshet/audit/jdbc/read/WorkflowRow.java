package io.freshet.audit.jdbc.read;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** A deployed workflow: its row of {@code workflow_versions}. */
@MappedEntity("workflow_versions")
record WorkflowRow(
        @Id String namespace,
        @Id String workflow,

        @TypeDef(type = DataType.STRING, converter = SpecConverter.class)
        WorkflowSpec spec) {
    WorkflowRef ref() {
        return new WorkflowRef(namespace, workflow);
    }
}
