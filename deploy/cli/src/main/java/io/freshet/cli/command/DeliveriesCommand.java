package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What became of messages about alerts. */
@Command(
        name = "deliveries",
        description =
                "List messages about alerts, the newest first: how often each was sent, and what the receiver said.")
final class DeliveriesCommand extends ListCommand<DeliveryInfo> {
    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private DeliveryInfo.@Nullable State state;

    @Override
    Page<DeliveryInfo> ask(AuditClient audit, Filter filter) throws IOException {
        return audit.deliveries(state == null ? filter : filter.state(state));
    }

    @Override
    Table table(List<DeliveryInfo> items) {
        return tableOf(items);
    }

    static Table tableOf(List<DeliveryInfo> items) {
        Table table = new Table(
                "DELIVERY", "WORKFLOW", "RULE", "BY", "ALERTS", "STATE", "ATTEMPTS", "MADE", "AGAIN", "ANSWER");
        for (DeliveryInfo info : items) {
            table.row(
                    info.delivery(),
                    info.workflow(),
                    info.rule(),
                    info.channel(),
                    info.kind() == DeliveryInfo.Kind.TEST
                            ? "test"
                            : info.alerts().size(),
                    HumanFormat.words(info.state()),
                    info.attempts(),
                    time(info.createdAt()),
                    time(info.nextAt()),
                    info.answer());
        }
        return table;
    }
}
