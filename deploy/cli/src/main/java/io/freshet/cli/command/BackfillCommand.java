package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.ValueRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates ranges of a workflow's partitions, in order and no faster than is wanted. */
@Command(
        name = "backfill",
        description =
                "Evaluate a range of a workflow's partitions: what is not up to date runs, with --force all of it."
                        + " What arrives meanwhile goes first. 'cancel' stops a backfill.",
        subcommands = {
            BackfillShowCommand.class,
            BackfillLimitCommands.Pause.class,
            BackfillLimitCommands.Resume.class,
            BackfillLimitCommands.Limit.class
        })
public final class BackfillCommand implements Callable<Integer> {
    private static final String BETWEEN = "..";

    @Mixin
    private Session session;

    @Mixin
    private RunArgument named;

    @Option(names = "--from", paramLabel = "VALUE", description = "the first value, such as 2026-01-05 or 2026-01")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VALUE", description = "the last value, included; a month means all of it")
    private @Nullable String to;

    @Option(
            names = "--range",
            paramLabel = "VALUE[..VALUE]",
            description = "this value, or from one to another (may be repeated, instead of --from and --to)")
    private List<String> ranges = List.of();

    @Option(
            names = "--dimension",
            paramLabel = "NAME",
            description = "of which the values are (default: the only dimension of time)")
    private @Nullable String dimension;

    @Option(names = "--task", description = "only this task, and what follows from what it changes (may be repeated)")
    private List<String> tasks = List.of();

    @Option(
            names = "--max-active",
            paramLabel = "N",
            description = "run at most so many attempts at once (default: as many as pools and tasks allow)")
    private @Nullable Integer maxActive;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "of its attempts, higher first (default: their tasks')")
    private @Nullable Integer priority;

    @Option(
            names = "--wait",
            description = "wait until the backfill has finished and directories show what it made; the exit code says"
                    + " how it went")
    private boolean wait;

    @Mixin
    private RunOptions options;

    @Mixin
    private WaitLimit waitLimit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = waitLimit.duration();
        WorkflowRef workflow = named.ref();
        RunAccepted accepted;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            accepted = scheduler.runs().backfill(workflow, wanted(), null);
        }
        AcceptedRun run = new AcceptedRun(session, workflow, accepted);
        if (options.isTrial()) {
            return run.showForecast(limit);
        }
        return wait
                ? run.awaitEnd(limit, "no instance is in the range")
                : run.show(
                        "backfill %s of %s: 'freshet backfill show %1$s' shows it".formatted(accepted.run(), workflow));
    }

    private BackfillOrder wanted() {
        RunOrder run = options.order(tasks, List.of(), null);
        return new BackfillOrder(dimension, chosenRanges(), maxActive, priority, run);
    }

    private List<ValueRange> chosenRanges() {
        List<ValueRange> chosen = new ArrayList<>();
        if (from != null || to != null) {
            chosen.add(new ValueRange(from, to));
        }
        ranges.stream().map(BackfillCommand::range).forEach(chosen::add);
        if (chosen.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "say what to catch up on: --from, --to or both, or --range 2026-01-05..2026-01-31");
        }
        return chosen;
    }

    private static ValueRange range(String text) {
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            return ValueRange.of(text);
        }
        String first = text.substring(0, between);
        String last = text.substring(between + BETWEEN.length());
        return new ValueRange(first.isEmpty() ? null : first, last.isEmpty() ? null : last);
    }
}
