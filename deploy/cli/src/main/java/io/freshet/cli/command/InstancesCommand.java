package io.freshet.cli.command;

import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The instances there are, by name. */
@Command(name = "instances", description = "List instances by name, with the state of each and the decision behind it.")
public final class InstancesCommand extends ListCommand<InstanceInfo> {
    @Option(names = "--task", description = "only of this task")
    private @Nullable String task;

    @Option(names = "--partition", description = "only partitions whose key starts with this")
    private @Nullable String partition;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "only those that this run reached; the beginning of its id is enough")
    private @Nullable String run;

    @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private @Nullable InstanceState state;

    @Option(names = "--reason", description = "only in their state for this reason, such as PARKED or RETRIES_SPENT")
    private @Nullable Reason reason;

    @Override
    Page<InstanceInfo> ask(AuditClient audit, Filter filter) throws IOException {
        Filter wanted = filter.task(task).partition(partition).run(run);
        return audit.instances(state == null ? wanted : wanted.state(state), reason);
    }

    @Override
    Table table(List<InstanceInfo> instances) {
        Table table = new Table("INSTANCE", "STATE", "BECAUSE");
        instances.forEach(
                info -> table.row(ReadableKey.of(info.instance()), info.state(), ReadableKey.of(info.sentence())));
        return table;
    }
}
