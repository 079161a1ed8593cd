package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.replay.DeployedReaders;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The deployed versions, as the transaction of the caller sees them. */
@Singleton
final class DeployedDefinitions implements DeployedReaders {
    private final VersionRepository versions;

    DeployedDefinitions(VersionRepository versions) {
        this.versions = versions;
    }

    @Override
    public Optional<WorkflowDefinition> workflow(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow()).map(VersionRow::definition);
    }

    @Override
    public List<WorkflowRef> readers(DatasetRef dataset) {
        return versions.deployedNaming(dataset.namespace(), dataset.dataset()).stream()
                .map(VersionRow::definition)
                .filter(definition -> DeployedReaders.reads(definition, dataset))
                .map(WorkflowDefinition::workflow)
                .toList();
    }
}
