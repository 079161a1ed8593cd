package io.freshet.cli.command;

import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is due, and was. */
@Command(name = "deadlines", description = "List what is due, the latest first: whether it is expected, late or there.")
public final class DeadlinesCommand extends ListCommand<DeadlineInfo> {
    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private DeadlineInfo.@Nullable State state;

    @Override
    Page<DeadlineInfo> ask(AuditClient audit, Filter filter) throws IOException {
        return audit.deadlines(state == null ? filter : filter.state(state));
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
    private static String state(DeadlineInfo info) {
        String state = info.state().name().toLowerCase(Locale.ROOT);
        return info.state() == DeadlineInfo.State.ARRIVED && info.foundLateAt() != null ? "arrived late" : state;
    }

    private static String expects(DeadlineInfo info) {
        String partitions = info.partitions().stream()
                .filter(partition -> !partition.isNone())
                .map(DeadlinesCommand::readable)
                .collect(Collectors.joining(", "));
        return partitions.isEmpty() ? info.expects() : "%s: %s".formatted(info.expects(), partitions);
    }

    private static String readable(PartitionKey partition) {
        return ReadableKey.of(partition);
    }
}
