package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops a run or an instance. */
@Command(name = "cancel", description = "Stop what of a run has not finished, or one instance.")
public final class CancelCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(
            paramLabel = "RUN|INSTANCE",
            description =
                    "a run's id, of which the beginning is enough, or namespace/workflow/task/dimension=value/...")
    private String subject;

    @Override
    public Integer call() throws IOException {
        try (SchedulerClient scheduler = session.schedulerClient()) {
            if (subject.contains("/")) {
                cancelInstance(scheduler);
            } else {
                cancelRun(scheduler);
            }
            return session.answer(Map.of("cancelled", subject), "asked %s to stop".formatted(subject));
        }
    }

    private void cancelInstance(SchedulerClient scheduler) throws IOException {
        try (AuditClient audit = session.auditClient()) {
            InstanceInfo instance = audit.why(Arguments.instance(subject)).current();
            if (instance.state().isSettled()) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "%s does nothing that could be stopped: it is %s".formatted(subject, instance.state()));
            }
            new FaultCheck(audit, instance.instance().workflowRef(), 0).requireGoing();
            scheduler.runs().cancel(instance.instance());
        }
    }

    private void cancelRun(SchedulerClient scheduler) throws IOException {
        try (AuditClient audit = session.auditClient()) {
            RunInfo run = audit.run(subject);
            if (run.state().isFinished()) {
                throw new CommandException(
                        ExitCode.FAILED, "run %s has finished already: %s".formatted(subject, run.state()));
            }
            new FaultCheck(audit, run.workflow(), 0).requireGoing();
            scheduler.runs().cancel(run.workflow(), run.run());
        }
    }
}
