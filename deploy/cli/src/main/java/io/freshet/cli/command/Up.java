package io.freshet.cli.command;

import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.StandaloneSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the standalone in the background. */
@Command(
        name = "up",
        description = "Start Freshet on this machine: broker, database and the five services in one process.")
public final class Up implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Mixin
    private Session session;

    @Option(
            names = "--port",
            defaultValue = "" + StandaloneSettings.DEFAULT_PORT,
            description = "first of five ports, 0 for free ones (default: ${DEFAULT-VALUE})")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalStandalone local = new LocalStandalone(session.data());
        Optional<Endpoints> running = local.running();
        long start = System.nanoTime();
        Endpoints endpoints = running.isPresent() ? running.get() : local.start(port, LIMIT);
        if (session.json()) {
            session.printJson(endpoints);
            return ExitCode.OK;
        }
        String how = running.isPresent()
                ? "runs already"
                : "is up after %.1f s".formatted((System.nanoTime() - start) / 1e9);
        session.out().printf("Freshet %s (process %d)%n", how, endpoints.pid());
        session.out().printf("  scheduler  %s%n  audit      %s%n", endpoints.scheduler(), endpoints.audit());
        session.out().printf("  kafka      %s%n  data       %s%n", endpoints.kafka(), endpoints.storage());
        session.out().flush();
        return ExitCode.OK;
    }
}
