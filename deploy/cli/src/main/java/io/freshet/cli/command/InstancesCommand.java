package io.freshet.cli.command;

import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The instances there are, by name. */
@Command(name = "instances", description = "List instances by name, with the state of each and the decision behind it.")
public final class InstancesCommand implements Callable<Integer> {
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

    @Option(names = "--limit", defaultValue = "50", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Override
    public Integer call() throws IOException {
        Filter filter = new Filter(
                namespace, workflow, task, partition, run, state == null ? null : state.name(), null, limit, cursor);
        try (AuditClient audit = session.auditClient()) {
            Page<InstanceInfo> page = audit.instances(filter, reason);
            if (session.json()) {
                session.printJson(page);
                return ExitCode.OK;
            }
            Table table = new Table("INSTANCE", "STATE", "BECAUSE");
            page.items()
                    .forEach(info ->
                            table.row(ReadableKey.of(info.instance()), info.state(), ReadableKey.of(info.sentence())));
            session.print(table);
            if (page.next() != null) {
                session.out().printf("more: --cursor %s%n", page.next());
            }
            session.out().flush();
            return ExitCode.OK;
        }
    }
}
