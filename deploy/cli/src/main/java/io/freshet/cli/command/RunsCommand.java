package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The runs there were, newest first. */
@Command(
        name = "runs",
        description = "List runs, newest first: what caused them and how they ended. 'run show' shows one.")
public final class RunsCommand extends ListCommand<RunInfo> {
    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private @Nullable RunState state;

    @Override
    Page<RunInfo> ask(AuditClient audit, Filter filter) throws IOException {
        return audit.runs(state == null ? filter : filter.state(state));
    }

    @Override
    Table table(List<RunInfo> runs) {
        Table table = new Table("RUN", "WORKFLOW", "STATE", "STARTED", "TOOK", "RAN", "FAILED", "CAUSE");
        runs.forEach(run -> row(table, run));
        return table;
    }

    private static void row(Table table, RunInfo run) {
        RunCounts counts = run.counts();
        Instant finished = run.finishedAt();
        table.row(
                ShortId.of(run.run()),
                run.workflow(),
                run.state(),
                time(run.startedAt()),
                finished == null ? "" : HumanFormat.duration(Duration.between(run.startedAt(), finished)),
                counts == null ? "" : counts.executed(),
                counts == null ? "" : counts.failed(),
                run.cause() == null ? "" : run.cause().description());
    }
}
