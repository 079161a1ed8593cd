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
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The datasets, or the partitions of one. */
@Command(name = "datasets", description = "List datasets; with a dataset, its partitions and their versions.")
public final class DatasetsCommand implements Callable<Integer> {
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
                    printProblems(audit, ref);
                }
            }
            return ExitCode.OK;
        }
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
        Table table = new Table("DATASET", "FROM", "PARTITIONS", "FILES", "SIZE", "PATH", "LAYOUT", "LABELS");
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
                    info.path(),
                    info.layout(),
                    String.join(",", info.labels()));
        }
        return table;
    }

    private static Table partitionTable(Page<PartitionInfo> page) {
        Table table = new Table("PARTITION", "FINGERPRINT", "FILES", "SIZE", "CHANGED", "PUBLISHED", "BY");
        for (PartitionInfo info : page.items()) {
            PartitionVersion version = info.version();
            table.row(
                    info.partition().isNone() ? "(whole)" : ReadableKey.of(info.partition()),
                    version == null ? "removed" : version.fingerprint().brief(),
                    version == null ? "" : version.files(),
                    version == null ? "" : HumanFormat.bytes(version.bytes()),
                    info.at(),
                    published(info),
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
