package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.output.Figures;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.ShortId;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The attempts there were, newest first. */
@Command(
        name = "attempts",
        description = "List attempts, newest first: how each ended, and why it failed. 'logs' takes their ids.")
public final class AttemptsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Option(
            names = {"-n", "--namespace"},
            description = "only of this namespace")
    private @Nullable String namespace;

    @Option(names = "--workflow", description = "only of this workflow")
    private @Nullable String workflow;

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

    @Option(names = "--limit", defaultValue = "20", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Override
    public Integer call() throws IOException {
        Filter filter = new Filter(
                namespace, workflow, task, null, run, failed ? AttemptState.FAILED.name() : null, null, limit, cursor);
        try (AuditClient audit = session.auditClient()) {
            Page<AttemptInfo> page =
                    instance == null ? audit.attempts(filter) : audit.attempts(Arguments.instance(instance), filter);
            if (session.json()) {
                session.printJson(page);
                return ExitCode.OK;
            }
            session.print(table(page));
            if (page.next() != null) {
                session.out().printf("more: --cursor %s%n", page.next());
            }
            session.out().flush();
            return ExitCode.OK;
        }
    }

    private static Table table(Page<AttemptInfo> page) {
        Table table = new Table("ATTEMPT", "INSTANCE", "NO", "STATE", "STARTED", "TOOK", "WHAT HAPPENED");
        for (AttemptInfo attempt : page.items()) {
            Instant started = attempt.startedAt();
            Instant finished = attempt.finishedAt();
            table.row(
                    ShortId.of(attempt.attempt()),
                    ReadableKey.of(attempt.instance()),
                    attempt.number(),
                    attempt.state(),
                    started == null ? "" : started.toString().substring(0, 19) + "Z",
                    started == null || finished == null ? "" : Figures.duration(Duration.between(started, finished)),
                    Failures.cause(attempt));
        }
        return table;
    }
}
