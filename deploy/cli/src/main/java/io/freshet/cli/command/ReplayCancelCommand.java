package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a replay. */
@Command(name = "cancel", description = "Read nothing more for a replay, and stop what has not finished of its runs.")
final class ReplayCancelCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "REPLAY", description = "the id of the replay, of which the beginning is enough")
    private String replay;

    @Override
    public Integer call() throws IOException {
        ReplayInfo cancelled;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            cancelled = scheduler.replays().cancel(replay);
        }
        return session.answer(
                cancelled,
                "replay %s: %s; its runs stop".formatted(cancelled.replay(), HumanFormat.words(cancelled.state())));
    }
}
