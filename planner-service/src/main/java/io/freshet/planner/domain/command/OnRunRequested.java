package io.freshet.planner.domain.command;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.attempt.Cancellation;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.RunQueue;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Run;

/** Somebody asks for something to run, to stop, or to go on. */
public final class OnRunRequested {
    private final WorkflowRef workflow;
    private final Runs runs;
    private final RunQueue queue;
    private final Cancellation cancellation;
    private final RunAdmission admission;

    OnRunRequested(WorkflowRef workflow, Runs runs, RunQueue queue, Cancellation cancellation, RunAdmission admission) {
        this.workflow = workflow;
        this.runs = runs;
        this.queue = queue;
        this.cancellation = cancellation;
        this.admission = admission;
    }

    public void evaluate(RunRequest.Evaluate request) {
        admission.request(request);
    }

    public void cancel(RunRequest.Cancel request) {
        Run.Stop stop = new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.cancelled(request.requestedBy()));
        String run = request.run();
        if (run != null && runs.isOpen(run)) {
            cancellation.stopRun(run, stop);
        } else if (run != null) {
            queue.cancel(run);
        }
        InstanceRef instance = request.instance();
        if (instance != null && instance.workflowRef().equals(workflow)) {
            cancellation.stopInstance(InstanceId.of(instance), stop);
        }
    }
}
