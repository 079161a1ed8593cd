package io.freshet.scheduler.jdbc;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.trigger.EventTriggers;
import jakarta.inject.Singleton;

/** The event triggers of deployed versions, changed in the transaction that deploys or removes a workflow. */
@Singleton
final class DeployedTriggers {
    private final TriggerRepository rows;

    DeployedTriggers(TriggerRepository rows) {
        this.rows = rows;
    }

    /**
     * The event triggers are those of this version.
     *
     * @param outboxId of the row through which the version gets onto the log
     */
    void replace(WorkflowRef workflow, WorkflowSpec spec, long outboxId) {
        EventTriggers.of(spec)
                .forEach(trigger -> rows.upsert(
                        workflow.namespace(), workflow.workflow(), trigger.name(), trigger.type(), outboxId));
        rows.removeOthers(workflow.namespace(), workflow.workflow(), outboxId);
    }

    void remove(WorkflowRef workflow) {
        rows.removeAll(workflow.namespace(), workflow.workflow());
    }
}
