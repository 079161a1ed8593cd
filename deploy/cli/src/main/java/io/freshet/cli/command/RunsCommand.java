package io.freshet.cli.command;

import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.output.Figures;
import io.freshet.cli.output.ShortId;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The runs there were, newest first. */
@Command(
        name = "runs",
        description = "List runs, newest first: what caused them and how they ended. 'run show' shows one.")
public final class RunsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Option(
            names = {"-n", "--namespace"},
            description = "only of this namespace")
    private @Nullable String namespace;

    @Option(names = "--workflow", description = "only of this workflow")
    private @Nullable String workflow;

    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private @Nullable RunState state;

    @Option(names = "--limit", defaultValue = "20", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Override
    public Integer call() throws IOException {
        Filter filter = new Filter(
                namespace, workflow, null, null, null, state == null ? null : state.name(), null, limit, cursor);
        try (AuditClient audit = session.auditClient()) {
            Page<RunInfo> page = audit.runs(filter);
            if (session.json()) {
                session.printJson(page);
                return ExitCode.OK;
            }
            Table table = new Table("RUN", "WORKFLOW", "STATE", "STARTED", "TOOK", "RAN", "FAILED", "CAUSE");
            for (RunInfo run : page.items()) {
                row(table, run);
            }
            session.print(table);
            if (page.next() != null) {
                session.out().printf("more: --cursor %s%n", page.next());
            }
            session.out().flush();
            return ExitCode.OK;
        }
    }

    private static void row(Table table, RunInfo run) {
        RunCounts counts = run.counts();
        Instant finished = run.finishedAt();
        table.row(
                ShortId.of(run.run()),
                run.workflow(),
                run.state(),
                run.startedAt().toString().substring(0, 19) + "Z",
                finished == null ? "" : Figures.duration(Duration.between(run.startedAt(), finished)),
                counts == null ? "" : counts.executed(),
                counts == null ? "" : counts.failed(),
                run.cause() == null ? "" : run.cause().description());
    }
}
