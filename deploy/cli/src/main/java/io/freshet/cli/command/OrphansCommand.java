package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is left of datasets that no deployed workflow has any more. */
@Command(
        name = "orphans",
        description = "List datasets that tasks produced and no deployed workflow produces or reads any more.")
public final class OrphansCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Option(
            names = {"-n", "--namespace"},
            description = "only datasets of this namespace")
    private @Nullable String namespace;

    @Option(names = "--limit", defaultValue = "50", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Override
    public Integer call() throws IOException {
        Filter filter = new Filter(null, null, null, null, null, null, null, limit, cursor);
        try (AuditClient audit = session.auditClient()) {
            Page<OrphanInfo> page = audit.orphans(namespace, filter);
            ListCommand.print(page, table(page), session);
        }
        return ExitCode.OK;
    }

    private static Table table(Page<OrphanInfo> page) {
        Table table = new Table("DATASET", "PARTITIONS", "SIZE", "SINCE", "PRODUCED BY", "TO REMOVE IT");
        for (OrphanInfo orphan : page.items()) {
            table.row(
                    orphan.dataset(),
                    orphan.partitions(),
                    HumanFormat.bytes(orphan.bytes()),
                    orphan.since() == null ? "" : ListCommand.time(orphan.since()),
                    orphan.producer() == null ? "" : "%s, version %d".formatted(orphan.producer(), orphan.version()),
                    "freshet dataset remove " + orphan.dataset());
        }
        return table;
    }
}
