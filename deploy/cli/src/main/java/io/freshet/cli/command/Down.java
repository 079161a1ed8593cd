package io.freshet.cli.command;

import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the standalone. */
@Command(name = "down", description = "Stop the standalone of this machine; its data stays, 'up' goes on with it.")
public final class Down implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Session session;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Endpoints> running = new LocalStandalone(session.data()).running();
        if (running.isPresent() && !LocalStandalone.stop(running.get(), LIMIT)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "process %d did not stop within %d s; its log: %s"
                            .formatted(running.get().pid(), LIMIT.toSeconds(), session.data().log()));
        }
        if (session.json()) {
            session.printJson(Map.of("stopped", running.isPresent()));
        } else {
            session.out().println(running.isPresent() ? "stopped" : "nothing was running");
            session.out().flush();
        }
        return ExitCode.OK;
    }
}
