package io.freshet.scheduler.jdbc;

import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * An event trigger of a deployed version.
 *
 * @param outboxId of the row through which the version gets onto the log
 */
@MappedEntity("triggers")
record TriggerRow(
        @Id String namespace,
        @Id String workflow,
        @Id String name,
        String type,
        long outboxId,
        long fired,
        long refused,
        long repeated) {
    WorkflowRef ref() {
        return new WorkflowRef(namespace, workflow);
    }
}
