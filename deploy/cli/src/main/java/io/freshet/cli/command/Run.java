package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.output.Figures;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.PathStep;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.event.TaskEvent.RunForecast.TaskForecast;
import io.freshet.contracts.id.InstanceRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a workflow now. */
@Command(
        name = "run",
        description =
                "Evaluate a workflow now: what is not up to date runs; what failed runs again; the rest is skipped.")
public final class Run implements Callable<Integer> {
    private static final Duration STEP = Duration.ofSeconds(2);

    @Mixin
    private Session session;

    @Parameters(paramLabel = "WORKFLOW", description = "namespace/workflow")
    private String workflow;

    @Option(names = "--task", description = "only this task (may be repeated)")
    private List<String> tasks = List.of();

    @Option(
            names = "--from",
            paramLabel = "TASK",
            description = "only this task and all that follows from it (may be repeated)")
    private List<String> from = List.of();

    @Option(
            names = "--where",
            paramLabel = "DIMENSION=VALUE",
            description = "only instances of this partition; a time by its beginning (may be repeated)")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(names = "--force", description = "run also what is up to date")
    private boolean force;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "a workflow parameter's value for this run instead of its default (may be repeated)")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "newest-first",
            description = "which partitions go first, in all tasks: newest-first or oldest-first"
                    + " (default: ${DEFAULT-VALUE})")
    private String order;

    @Option(
            names = "--overlap",
            paramLabel = "HOW",
            description =
                    "if another run is under way: parallel, sequential, strict-sequential, first-only or last-only"
                            + " (default: what the workflow says)")
    private @Nullable String overlap;

    @Option(names = "--dry-run", description = "only say which instances would run")
    private boolean trial;

    @Option(names = "--reason", description = "why, for the record")
    private @Nullable String reason;

    @Option(names = "--wait", description = "wait until the run has finished; the exit code says how")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "how long to wait at most (default: ${DEFAULT-VALUE})")
    private String timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = Arguments.duration(timeout);
        try (SchedulerClient scheduler = session.schedulerClient()) {
            RunOrder wanted = new RunOrder(
                    tasks,
                    from,
                    where,
                    force,
                    trial,
                    params,
                    Arguments.order(order),
                    Arguments.overlap(overlap),
                    reason);
            RunAccepted accepted = scheduler.run(Arguments.workflow(workflow), wanted);
            if (trial) {
                return forecast(accepted.run(), limit);
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
                RunInfo run = new Progress(session, audit).awaitRun(accepted.run(), limit);
                print(run);
                return Progress.exitCode(run);
            }
        }
    }

    private int forecast(String run, Duration limit) throws IOException {
        try (AuditClient audit = session.auditClient()) {
            Instant end = Instant.now().plus(limit);
            Optional<RunForecast> forecast;
            do {
                forecast = audit.awaitForecast(run, STEP);
            } while (forecast.isEmpty() && Instant.now().isBefore(end));
            RunForecast found = forecast.orElseThrow(
                    () -> new CommandException(ExitCode.FAILED, "nothing was heard of the trial in " + timeout));
            if (session.json()) {
                session.printJson(found);
            } else {
                print(found);
            }
            return ExitCode.OK;
        }
    }

    private void print(RunForecast forecast) {
        session.out()
                .printf("%-24s %9s %9s %9s %9s %9s%n", "task", "will run", "may run", "skipped", "waiting", "blocked");
        for (TaskForecast task : forecast.tasks()) {
            session.out()
                    .printf(
                            "%-24s %9d %9d %9d %9d %9d%n",
                            task.task(), task.willRun(), task.mayRun(), task.skipped(), task.waiting(), task.blocked());
        }
        if (forecast.tasks().isEmpty()) {
            session.out().printf("no instance is concerned%n");
        }
        if (!forecast.complete()) {
            session.out().printf("there are more: only the first instances were looked at%n");
        }
        session.out().flush();
    }

    private void print(RunInfo run) throws IOException {
        if (session.json()) {
            session.printJson(run);
            return;
        }
        Instant finished = run.finishedAt();
        RunCounts counts = run.counts();
        Long bytes = run.bytes();
        session.out()
                .printf(
                        "run %s of %s: %s%s%n",
                        run.run(),
                        run.workflow(),
                        session.style().state(run.state().name()),
                        finished == null
                                ? ""
                                : " after " + Figures.duration(Duration.between(run.startedAt(), finished)));
        if (counts != null) {
            session.out()
                    .printf(
                            "  ran %d, cached %d, cut off %d, skipped %d, waiting %d, failed %d, blocked %d, cancelled %d%n",
                            counts.executed(),
                            counts.cached(),
                            counts.cutOff(),
                            counts.skipped(),
                            counts.waiting(),
                            counts.failed(),
                            counts.blocked(),
                            counts.cancelled());
        }
        if (bytes != null && bytes > 0) {
            session.out().printf("  wrote %s%n", Figures.bytes(bytes));
        }
        if (run.criticalPath().size() > 1) {
            session.out()
                    .printf(
                            "  critical path: %s%n",
                            run.criticalPath().stream().map(Run::step).collect(Collectors.joining(" -> ")));
        }
        session.out().flush();
    }

    private static String step(PathStep step) {
        InstanceRef instance = step.instance();
        String name = instance.partition().isNone() ? instance.task() : instance.task() + "/" + instance.partition();
        return "%s (%s)".formatted(name, Figures.duration(Duration.between(step.startedAt(), step.finishedAt())));
    }
}
