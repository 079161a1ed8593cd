package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.session.Session;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the standalone, also one that is still starting. */
@Command(name = "down", description = "Stop the standalone of this machine; its data stays, 'up' goes on with it.")
public final class DownCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Session session;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalStandalone local = session.localStandalone(session.data());
        Optional<ProcessHandle> running = local.running().map(Endpoints::pid).flatMap(ProcessHandle::of);
        Optional<ProcessHandle> process = running.isPresent() ? running : local.starting();
        if (process.isPresent() && !LocalStandalone.stop(process.get(), LIMIT)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "process %d did not stop within %d s; its log: %s"
                            .formatted(
                                    process.get().pid(),
                                    LIMIT.toSeconds(),
                                    session.data().log()));
        }
        local.stopDatabase();
        return session.answer(
                Map.of("stopped", process.isPresent()), process.isPresent() ? "stopped" : "nothing was running");
    }
}
