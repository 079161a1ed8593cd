package io.freshet.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server running until it is closed: a server that ends is started again, less eagerly each time it fails. */
final class PostgresSupervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSupervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Supplier<PostgresProcess> starter;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher;
    private volatile PostgresProcess server;

    private PostgresSupervisor(Supplier<PostgresProcess> starter) {
        this.starter = starter;
        this.server = starter.get();
        this.watcher = Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::watch);
    }

    static PostgresSupervisor start(Supplier<PostgresProcess> starter) {
        PostgresSupervisor supervisor = new PostgresSupervisor(starter);
        supervisor.watcher.start();
        return supervisor;
    }

    long pid() {
        return server.process().pid();
    }

    @Override
    public void close() {
        closing.countDown();
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    private void watch() {
        try {
            while (!isClosing()) {
                int exitCode = server.process().waitFor();
                if (!isClosing()) {
                    LOG.atWarn()
                            .addKeyValue("pid", server.process().pid())
                            .addKeyValue("exitCode", exitCode)
                            .log("PostgreSQL ended by itself and is started again");
                    restart();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the dead server's children still hold is free in a moment; until then its successor refuses to start. */
    private void restart() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                server = starter.get();
                return;
            } catch (EmbeddedServerException e) {
                if (isClosing()) {
                    return;
                }
                LOG.atWarn().addKeyValue("pause", pause).setCause(e).log("PostgreSQL does not start");
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
