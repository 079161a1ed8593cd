package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/**
 * What is remembered of versions: which is deployed, what is being removed, and what a new one may take over.
 */
public record DeploymentMetadata(
        WorkflowVersions versions, PendingRemoval removal, PurgeCursor purge, InheritingTasks inheritingTasks) {
    static DeploymentMetadata of(Table<String> rows) {
        return new DeploymentMetadata(
                new WorkflowVersions(rows), new PendingRemoval(rows), new PurgeCursor(rows), new InheritingTasks(rows));
    }
}
