package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The replays that were asked for. */
@Command(name = "list", description = "List replays, newest first.")
final class ReplayListCommand implements Callable<Integer> {
    private static final int MAX_LIMIT = 1_000;

    @Mixin
    private Session session;

    @Option(names = "--limit", defaultValue = "20", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Override
    public Integer call() throws IOException {
        Page<ReplayInfo> page;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            page = scheduler.replays().list(cursor, Arguments.between("--limit", limit, 1, MAX_LIMIT));
        }
        Table table = new Table("REPLAY", "TOPIC", "STATE", "READ", "REPLAYED", "BY", "ASKED FOR");
        for (ReplayInfo replay : page.items()) {
            table.row(
                    replay.replay(),
                    replay.order().topic(),
                    session.style().state(replay.state().name()),
                    replay.records().read(),
                    replay.records().replayed(),
                    replay.requestedBy(),
                    ListCommand.time(replay.requestedAt()));
        }
        ListCommand.print(page, table, session);
        return ExitCode.OK;
    }
}
