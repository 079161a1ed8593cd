package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Of what people are alerted. */
@Command(
        name = "alerts",
        description = "List alerts, the newest first: what happened, how often, and whether it is over.",
        subcommands = {DeliveriesCommand.class, AlertTestCommand.class})
public final class AlertsCommand extends ListCommand<AlertInfo> {
    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private AlertInfo.@Nullable State state;

    @Override
    Page<AlertInfo> ask(AuditClient audit, Filter filter) throws IOException {
        return audit.alerts(state == null ? filter : filter.state(state));
    }

    @Override
    Table table(List<AlertInfo> items) {
        Table table = new Table("ALERT", "WORKFLOW", "RULE", "ABOUT", "STATE", "TIMES", "SINCE", "UNTIL", "WHAT");
        for (AlertInfo info : items) {
            table.row(
                    info.alert(),
                    info.workflow(),
                    info.rule(),
                    word(info.condition()),
                    word(info.state()),
                    info.occurrences(),
                    time(info.openedAt()),
                    time(info.endedAt()),
                    info.sentence());
        }
        return table;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
