package io.freshet.cli.command;

import io.freshet.cli.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a replay has done. */
@Command(
        name = "show",
        description = "Show what a replay has read, and what became of the instances that it let look again.")
final class ReplayShowCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "REPLAY", description = "the id of the replay, of which the beginning is enough")
    private String replay;

    @Option(
            names = "--wait",
            description =
                    "wait until all of it has been read and all that follows has run; the exit code says how it went")
    private boolean wait;

    @Mixin
    private WaitLimit waitLimit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReplayReceipts receipts = new ReplayReceipts(session);
        return wait ? receipts.await(replay, waitLimit.duration()) : receipts.show(replay);
    }
}
