package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates a workflow now. */
@Command(
        name = "run",
        description =
                "Evaluate a workflow now: what is not up to date runs; what failed runs again; the rest is skipped.",
        subcommands = RunShowCommand.class)
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private RunArgument named;

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
        WorkflowRef workflow = named.ref();
        try (SchedulerClient scheduler = session.schedulerClient()) {
            RunOrder wanted = options.order(tasks, from, Arguments.overlap(overlap));
            RunAccepted accepted = scheduler.runs().ask(workflow, wanted);
            AcceptedRun run = new AcceptedRun(session, workflow, accepted);
            if (options.isTrial()) {
                return run.showForecast(limit);
            }
            return wait ? run.awaitEnd(limit, noMatch()) : run.show("run %s of %s".formatted(accepted.run(), workflow));
        }
    }

    /** Where all instances were asked for, none is no failure. */
    private String noMatch() {
        if (options.where().isEmpty()) {
            return "";
        }
        return options.where().entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" --where ", "no instance matches --where ", ""));
    }
}
