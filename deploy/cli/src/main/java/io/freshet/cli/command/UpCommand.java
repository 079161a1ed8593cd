package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.session.Session;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.ServicePorts;
import io.freshet.standalone.StandaloneSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the standalone in the background. */
@Command(
        name = "up",
        description = "Start Freshet on this machine: broker, database and the five services in one process.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Option(
            names = "--port",
            defaultValue = "" + StandaloneSettings.DEFAULT_PORT,
            description = "first of five ports, 0 for free ones (default: ${DEFAULT-VALUE})")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServicePorts ports = ports();
        LocalStandalone local = session.localStandalone(session.data());
        Optional<Endpoints> running = local.running();
        long start = System.nanoTime();
        Endpoints endpoints = running.isPresent()
                ? running.get()
                : local.start(ports, LocalStandalone.STALL_LIMIT, part -> ready(part, start));
        String how = running.isPresent()
                ? "runs already"
                : "is up after %.1f s".formatted((System.nanoTime() - start) / 1e9);
        return session.answer(endpoints, () -> {
            session.out().printf("Freshet %s (process %d)%n", how, endpoints.pid());
            session.out().printf("  scheduler  %s%n  audit      %s%n", endpoints.scheduler(), endpoints.audit());
            session.out().printf("  kafka      %s%n  data       %s%n", endpoints.kafka(), endpoints.storage());
        });
    }

    private ServicePorts ports() {
        try {
            return new ServicePorts(port);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--port: " + e.getMessage());
        }
    }

    /** On the error stream, so that the output stays what was asked for. */
    private void ready(String part, long start) {
        session.err().printf("  %5.1f s  %s is ready%n", (System.nanoTime() - start) / 1e9, part);
    }
}
