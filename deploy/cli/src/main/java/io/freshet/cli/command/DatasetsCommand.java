package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.ProblemText;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.ShortId;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The datasets, or the partitions of one. */
@Command(name = "datasets", description = "List datasets; with a dataset, its partitions and their versions.")
public final class DatasetsCommand implements Callable<Integer> {
    /** Times of each state that are shown where what is missing is. */
    private static final int MOST_DEADLINES = 20;

    @Mixin
    private Session session;

    @Parameters(arity = "0..1", paramLabel = "DATASET", description = "namespace/dataset: list its partitions")
    private @Nullable String dataset;

    @Mixin
    private DatasetPage page;

    @Option(names = "--all", description = "also datasets that no deployed workflow has any more")
    private boolean all;

    @Option(names = "--partition", description = "only partitions whose key starts with this")
    private @Nullable String partition;

    @Override
    public Integer call() throws IOException {
        Filter filter = page.filter(partition);
        try (AuditClient audit = session.auditClient()) {
            if (dataset == null) {
                Page<DatasetInfo> datasets = audit.datasets(page.namespace(), filter);
                ListCommand.print(datasets, datasetTable(datasets), session);
                reportOthers(datasets);
            } else {
                DatasetRef ref = Arguments.dataset(dataset);
                Page<PartitionInfo> partitions = audit.partitions(ref, filter);
                ListCommand.print(partitions, partitionTable(partitions), session);
                if (!session.json()) {
                    printMissing(audit, ref);
                    printProblems(audit, ref);
                }
            }
            return ExitCode.OK;
        }
    }

    /** What deadlines expect and is not there, which no list of partitions has. */
    private void printMissing(AuditClient audit, DatasetRef ref) throws IOException {
        Table table = new Table("NOT THERE", "DUE", "DEADLINE");
        boolean any = false;
        for (DeadlineInfo.State state : List.of(DeadlineInfo.State.LATE, DeadlineInfo.State.EXPECTED)) {
            for (DeadlineInfo info : audit.deadlines(
                            ref, Filter.ANY.state(state).limit(MOST_DEADLINES))
                    .items()) {
                String missing = DeadlinesCommand.readable(info.missing());
                table.row(missing.isEmpty() ? "(anything new)" : missing, due(info), deadline(info));
                any = true;
            }
        }
        if (any) {
            session.out().println();
            session.print(table);
        }
    }

    private static String deadline(DeadlineInfo info) {
        return "%s of %s".formatted(info.deadline(), info.workflow());
    }

    /** Since when it is late, by when it is expected, or that it is there. */
    private static String due(@Nullable DeadlineInfo info) {
        return info == null
                ? ""
                : switch (info.state()) {
                    case LATE -> "late since " + ListCommand.time(info.due());
                    case EXPECTED -> "expected by " + ListCommand.time(info.due());
                    case ARRIVED, WITHDRAWN -> DeadlinesCommand.state(info);
                };
    }

    private void printProblems(AuditClient audit, DatasetRef ref) throws IOException {
        // Of what is not watched nothing was ever reported.
        String details =
                Lookup.find(() -> audit.problems(ref)).map(ProblemText::details).orElse("");
        if (!details.isEmpty()) {
            session.out().printf("%n%s%n%s", session.style().bad("not used"), details);
            session.out().flush();
        }
    }

    private static String origin(DatasetInfo info) {
        if (!info.declared()) {
            return "no workflow";
        }
        return info.producer() == null ? "watched" : info.producer().task();
    }

    private void reportOthers(Page<DatasetInfo> page) {
        long others = page.items().stream().filter(info -> !info.declared()).count();
        if (others > 0 && !all && !session.json()) {
            session.out().printf("and %d that no deployed workflow has any more: --all shows them%n", others);
            session.out().flush();
        }
    }

    private Table datasetTable(Page<DatasetInfo> page) {
        Table table = new Table("DATASET", "FROM", "PARTITIONS", "FILES", "SIZE", "DUE", "PATH", "LAYOUT", "LABELS");
        for (DatasetInfo info : page.items()) {
            if (!info.declared() && !all) {
                continue;
            }
            table.row(
                    info.dataset(),
                    origin(info),
                    info.partitions(),
                    info.files(),
                    HumanFormat.bytes(info.bytes()),
                    due(info.deadline()),
                    info.path(),
                    info.layout(),
                    String.join(",", info.labels()));
        }
        return table;
    }

    private static Table partitionTable(Page<PartitionInfo> page) {
        Table table = new Table("PARTITION", "FINGERPRINT", "FILES", "SIZE", "CHANGED", "PUBLISHED", "DUE", "BY");
        for (PartitionInfo info : page.items()) {
            PartitionVersion version = info.version();
            table.row(
                    info.partition().isNone() ? "(whole)" : ReadableKey.of(info.partition()),
                    version == null ? "removed" : version.fingerprint().brief(),
                    version == null ? "" : version.files(),
                    version == null ? "" : HumanFormat.bytes(version.bytes()),
                    info.at(),
                    published(info),
                    due(info.deadline()),
                    info.attempt() == null ? "upstream" : ShortId.of(info.attempt()));
        }
        return table;
    }

    private static String published(PartitionInfo info) {
        if (info.published()) {
            return "yes";
        }
        return info.problem() == null ? "no" : "no: " + info.problem();
    }
}
