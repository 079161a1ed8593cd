package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is left of datasets that no deployed workflow has any more. */
@Command(
        name = "orphans",
        description = "List datasets that tasks produced and no deployed workflow produces or reads any more.")
public final class OrphansCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private DatasetPage page;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            Page<OrphanInfo> orphans = audit.orphans(page.namespace(), page.filter(null));
            ListCommand.print(orphans, table(orphans), session);
        }
        return ExitCode.OK;
    }

    private static Table table(Page<OrphanInfo> orphans) {
        Table table = new Table("DATASET", "PARTITIONS", "SIZE", "SINCE", "PRODUCED BY", "TO REMOVE IT");
        for (OrphanInfo orphan : orphans.items()) {
            table.row(
                    orphan.dataset(),
                    orphan.partitions(),
                    HumanFormat.bytes(orphan.bytes()),
                    ListCommand.time(orphan.since()),
                    orphan.producer() == null ? "" : "%s, version %d".formatted(orphan.producer(), orphan.version()),
                    "freshet dataset remove " + orphan.dataset());
        }
        return table;
    }
}
