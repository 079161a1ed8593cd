package io.freshet.scheduler.deployment;

import io.freshet.contracts.event.WorkflowDefinition;

/**
 * A version as the database has it.
 *
 * @param outboxId of the row through which the definition gets onto the log
 */
public record DeployedVersion(WorkflowDefinition definition, long outboxId) {}
