package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.ShortId;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The attempts there were, newest first. */
@Command(
        name = "attempts",
        description =
                "List attempts, newest first: how each ended, what it used, and why it failed. 'logs' takes their ids.")
public final class AttemptsCommand extends ListCommand<AttemptInfo> {
    @Option(names = "--task", description = "only of this task")
    private @Nullable String task;

    @Option(
            names = "--instance",
            paramLabel = "INSTANCE",
            description = "only of namespace/workflow/task/dimension=value/...")
    private @Nullable String instance;

    @Option(names = "--run", paramLabel = "RUN", description = "only of this run; the beginning of its id is enough")
    private @Nullable String run;

    @Option(names = "--failed", description = "only those that failed")
    private boolean failed;

    @Override
    Page<AttemptInfo> ask(AuditClient audit, Filter filter) throws IOException {
        Filter wanted = filter.task(task).run(run);
        if (failed) {
            wanted = wanted.state(AttemptState.FAILED);
        }
        return instance == null ? audit.attempts(wanted) : audit.attempts(Arguments.instance(instance), wanted);
    }

    @Override
    Table table(List<AttemptInfo> attempts) {
        Table table =
                new Table("ATTEMPT", "INSTANCE", "NO", "STATE", "STARTED", "TOOK", "CPU", "MEMORY", "WHAT HAPPENED");
        for (AttemptInfo attempt : attempts) {
            Instant started = attempt.startedAt();
            Instant finished = attempt.finishedAt();
            table.row(
                    ShortId.of(attempt.attempt()),
                    ReadableKey.of(attempt.instance()),
                    attempt.number(),
                    attempt.state(),
                    time(started),
                    started == null || finished == null
                            ? ""
                            : HumanFormat.duration(Duration.between(started, finished)),
                    cpu(attempt.usage()),
                    memory(attempt.usage()),
                    Failures.cause(attempt));
        }
        return table;
    }

    private static String cpu(@Nullable Usage usage) {
        Long millis = usage == null ? null : usage.cpuMillis();
        return millis == null ? "" : HumanFormat.duration(Duration.ofMillis(millis));
    }

    /** The most that it had at a time. */
    private static String memory(@Nullable Usage usage) {
        Long bytes = usage == null ? null : usage.peakMemoryBytes();
        return bytes == null ? "" : HumanFormat.bytes(bytes);
    }
}
