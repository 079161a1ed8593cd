package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is due, and was. */
@Command(name = "deadlines", description = "List what is due, the latest first: whether it is expected, late or there.")
public final class DeadlinesCommand extends ListCommand<DeadlineInfo> {
    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private DeadlineInfo.@Nullable State state;

    @Option(names = "--dataset", paramLabel = "DATASET", description = "only of this dataset, namespace/dataset")
    private @Nullable String dataset;

    @Override
    Page<DeadlineInfo> ask(AuditClient audit, Filter filter) throws IOException {
        Filter wanted = state == null ? filter : filter.state(state);
        return dataset == null ? audit.deadlines(wanted) : audit.deadlines(Arguments.dataset(dataset), wanted);
    }

    @Override
    Table table(List<DeadlineInfo> items) {
        Table table = new Table("WORKFLOW", "DEADLINE", "DUE", "STATE", "ARRIVED", "EXPECTS");
        for (DeadlineInfo info : items) {
            table.row(
                    info.workflow(),
                    info.deadline(),
                    time(info.due()),
                    state(info),
                    time(info.arrivedAt()),
                    expects(info));
        }
        return table;
    }

    /** What arrived after it was found to be late did not arrive in time. */
    static String state(DeadlineInfo info) {
        String state = HumanFormat.words(info.state());
        return info.state() == DeadlineInfo.State.ARRIVED && info.foundLateAt() != null ? "arrived late" : state;
    }

    private static String expects(DeadlineInfo info) {
        String partitions = readable(info.partitions());
        String missing = readable(info.missing());
        return (partitions.isEmpty() ? info.expects() : "%s: %s".formatted(info.expects(), partitions))
                + (missing.isEmpty() || missing.equals(partitions) ? "" : "; missing: " + missing);
    }

    static String readable(List<PartitionKey> partitions) {
        return partitions.stream()
                .filter(partition -> !partition.isNone())
                .map(DeadlinesCommand::readable)
                .collect(Collectors.joining(", "));
    }

    private static String readable(PartitionKey partition) {
        return ReadableKey.of(partition);
    }
}
