package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;

/**
 * Ends what waits for a workflow of which nothing is decided any more. The history is asked for it no more than every two seconds. For one
 * thread.
 */
final class FaultCheck {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final AuditClient audit;
    private final WorkflowRef workflow;
    private final int version;
    private long askedAt = System.nanoTime() - EVERY.toNanos();

    /**
     * @param version from which on a fault counts: a newer one than the version that is faulted ends that fault
     */
    FaultCheck(AuditClient audit, WorkflowRef workflow, int version) {
        this.audit = audit;
        this.workflow = workflow;
        this.version = version;
    }

    /**
     * Returns if the workflow goes on, as far as the history knows.
     *
     * @throws CommandException with the reason if it does not
     */
    void requireGoing() throws IOException {
        long now = System.nanoTime();
        if (now - askedAt < EVERY.toNanos()) {
            return;
        }
        askedAt = now;
        for (FaultedWorkflow fault : audit.summary(workflow.namespace()).faulted()) {
            if (fault.workflow().equals(workflow) && fault.version() >= version) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "%s is faulted, and nothing of it is decided: %s. Deploy a version with that changed, or let it try again with 'freshet workflow resume %s'"
                                .formatted(workflow, fault.message(), workflow));
            }
        }
    }
}
