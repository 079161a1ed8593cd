package io.freshet.scheduler.jdbc;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.trigger.EventTriggers;
import jakarta.inject.Singleton;

/** The event triggers of deployed versions, changed in the transaction that deploys or removes a workflow. */
@Singleton
final class DeployedTriggers {
    private static final String GONE = "the trigger was removed before it asked for a run";

    private final TriggerRepository rows;
    private final TriggerHoldRepository holds;
    private final TriggerEventRepository taken;

    DeployedTriggers(TriggerRepository rows, TriggerHoldRepository holds, TriggerEventRepository taken) {
        this.rows = rows;
        this.holds = holds;
        this.taken = taken;
    }

    /**
     * The event triggers are those of this version. What one of the same name holds back is held back by the version's pace from now on; of one
     * that is gone it is refused.
     *
     * @param outboxId of the row through which the version gets onto the log
     */
    void replace(WorkflowRef workflow, WorkflowSpec spec, long outboxId) {
        // First, since whoever asks for a run locks what is held back before the trigger.
        holds.lookAgain(workflow.namespace(), workflow.workflow());
        EventTriggers.of(spec)
                .forEach(trigger -> rows.upsert(
                        workflow.namespace(),
                        workflow.workflow(),
                        trigger.name(),
                        EventTriggers.subject(workflow, trigger),
                        outboxId));
        rows.removeOthers(workflow.namespace(), workflow.workflow(), outboxId);
        taken.refuseHeldOfRemoved(workflow.namespace(), workflow.workflow(), GONE);
    }

    void remove(WorkflowRef workflow) {
        holds.lookAgain(workflow.namespace(), workflow.workflow());
        rows.removeAll(workflow.namespace(), workflow.workflow());
        taken.refuseHeldOfRemoved(workflow.namespace(), workflow.workflow(), GONE);
    }
}
