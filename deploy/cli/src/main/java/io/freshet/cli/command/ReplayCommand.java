package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads records of a topic again. */
@Command(
        name = "replay",
        description =
                "Read a range of a topic again: what it is about is looked at as it is now, and what is not up to date"
                        + " runs. Nothing is taken back, and what is up to date does not run, however often it is replayed.",
        subcommands = {ReplayShowCommand.class, ReplayListCommand.class, ReplayCancelCommand.class})
public final class ReplayCommand implements Callable<Integer> {
    private static final Pattern OFFSETS = Pattern.compile("(\\d{1,9}):(\\d{1,18})\\.\\.(\\d{1,18})?");

    @Mixin
    private Session session;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "file-changes, run-requests or upstream-events")
    private @Nullable String topic;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "records written at this time or later, such as 2026-01-05T06:00:00Z, or so long ago, such as 2h")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "records written before this time (default: now)")
    private @Nullable String until;

    @Option(
            names = "--offsets",
            paramLabel = "PARTITION:FROM..TO",
            description =
                    "the records at these offsets of a partition of the topic, instead of a span of time; without TO"
                            + " up to the last (may be repeated, for other partitions)")
    private List<String> offsets = List.of();

    @Option(
            names = "--dataset",
            paramLabel = "NAMESPACE/DATASET",
            description = "of file-changes and upstream-events, only those of this dataset (may be repeated)")
    private List<String> datasets = List.of();

    @Option(
            names = "--workflow",
            paramLabel = "NAMESPACE/WORKFLOW",
            description = "of run-requests and upstream-events, only those for this workflow (may be repeated)")
    private List<String> workflows = List.of();

    @Option(
            names = "--into",
            paramLabel = "NAMESPACE",
            description = "look at the datasets, or ask the workflows, of the same names in this namespace")
    private @Nullable String into;

    @Option(names = "--dry-run", description = "only count what would be replayed")
    private boolean dryRun;

    @Option(names = "--reason", description = "why, for the record")
    private @Nullable String reason;

    @Option(
            names = "--wait",
            description =
                    "wait until all of it has been read and all that follows has run, and show the receipt; the exit"
                            + " code says how it went")
    private boolean wait;

    @Mixin
    private WaitLimit waitLimit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = waitLimit.duration();
        ReplayInfo replay;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            replay = scheduler.replays().ask(order(), null);
        }
        if (wait || dryRun) {
            return new ReplayReceipts(session).await(replay.replay(), limit);
        }
        return session.answer(
                replay,
                "replay %s of %s: 'freshet replay show %1$s' shows what comes of it"
                        .formatted(replay.replay(), replay.order().topic()));
    }

    private ReplayOrder order() {
        if (topic == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "say what to replay: --topic file-changes, --topic run-requests or --topic upstream-events");
        }
        if (since == null && offsets.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "say from where on: --since 2026-01-05T06:00:00Z, --since 2h, or --offsets 0:100..200");
        }
        return new ReplayOrder(
                topic,
                time("--since", since),
                time("--until", until),
                offsets.stream().map(ReplayCommand::offsets).toList(),
                datasets.stream().map(Arguments::dataset).toList(),
                workflows.stream().map(Arguments::workflow).toList(),
                into,
                dryRun,
                reason);
    }

    private static ReplayOrder.Offsets offsets(String text) {
        Matcher range = OFFSETS.matcher(text);
        if (!range.matches()) {
            throw new CommandException(
                    ExitCode.USAGE, "--offsets '%s': write it as 0:100..200, or as 0:100..".formatted(text));
        }
        String to = range.group(3);
        return new ReplayOrder.Offsets(
                Integer.parseInt(range.group(1)), Long.parseLong(range.group(2)), to == null ? null : Long.valueOf(to));
    }

    private @Nullable Instant time(String option, @Nullable String text) {
        return text == null ? null : Arguments.time(option, text, session.now());
    }
}
