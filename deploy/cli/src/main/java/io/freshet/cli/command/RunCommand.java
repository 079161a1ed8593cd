package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a workflow now. */
@Command(
        name = "run",
        description =
                "Evaluate a workflow now: what is not up to date runs; what failed runs again; the rest is skipped.",
        subcommands = RunShowCommand.class)
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "WORKFLOW", description = "namespace/workflow")
    private @Nullable String named;

    @Option(names = "--task", description = "only this task (may be repeated)")
    private List<String> tasks = List.of();

    @Option(
            names = "--from",
            paramLabel = "TASK",
            description = "only this task and all that follows from it (may be repeated)")
    private List<String> from = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "HOW",
            description =
                    "if another run is under way: parallel, sequential, strict-sequential, first-only or last-only"
                            + " (default: what the workflow says)")
    private @Nullable String overlap;

    @Option(
            names = "--wait",
            description = "wait until the run has finished and directories show what it made; what failed is shown, the"
                    + " exit code says how")
    private boolean wait;

    @Mixin
    private RunOptions options;

    @Mixin
    private WaitLimit waitLimit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = waitLimit.duration();
        if (named == null) {
            throw new CommandLine.ParameterException(command.commandLine(), "say which workflow: namespace/workflow");
        }
        WorkflowRef workflow = Arguments.workflow(named);
        try (SchedulerClient scheduler = session.schedulerClient()) {
            RunOrder wanted = options.order(tasks, from, Arguments.overlap(overlap));
            RunAccepted accepted = scheduler.run(workflow, wanted);
            if (options.isTrial()) {
                return new Forecasts(session).show(workflow, accepted.run(), limit);
            }
            if (!wait) {
                if (session.json()) {
                    session.printJson(accepted);
                } else {
                    session.out().printf("run %s of %s%n", accepted.run(), workflow);
                    session.out().flush();
                }
                return ExitCode.OK;
            }
            try (AuditClient audit = session.auditClient()) {
                return awaitEnd(workflow, accepted.run(), limit, audit);
            }
        }
    }

    /** One document for programs: the run, or why it did not come to what was asked for. */
    private int awaitEnd(WorkflowRef workflow, String id, Duration limit, AuditClient audit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Progress progress = new Progress(session, audit);
        RunInfo run = progress.awaitRun(workflow, id, limit);
        if (!session.json()) {
            RunSummary.print(run, session);
            new Failures(session, audit).ofRun(run.run(), session.err());
        }
        requireMatch(workflow, run.counts());
        progress.awaitPublication(run, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (session.json()) {
            session.printJson(run);
        }
        return Progress.exitCode(run);
    }

    private void requireMatch(WorkflowRef workflow, @Nullable RunCounts counts) {
        if (!options.where().isEmpty() && counts != null && counts.total() == 0) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "no instance matches --where %s: 'freshet instances --workflow %s' lists them"
                            .formatted(
                                    options.where().entrySet().stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining(" --where ")),
                                    workflow.workflow()));
        }
    }
}
