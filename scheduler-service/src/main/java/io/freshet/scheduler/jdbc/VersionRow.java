package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.scheduler.deployment.DeployedVersion;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;

/**
 * A version of a workflow.
 *
 * @param bundle fingerprint of the zip, see {@link BundleRepository}
 * @param outboxId of the row through which the definition gets onto the log
 */
@MappedEntity("versions")
record VersionRow(
        @Id String namespace,
        @Id String workflow,
        @Id int version,
        String bundle,

        @TypeDef(type = DataType.STRING, converter = DefinitionConverter.class)
        WorkflowDefinition definition,

        long outboxId,
        String installedBy,
        Instant installedAt) {
    DeployedVersion toDeployedVersion() {
        return new DeployedVersion(definition, outboxId);
    }
}
