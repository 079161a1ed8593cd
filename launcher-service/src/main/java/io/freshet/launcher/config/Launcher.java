package io.freshet.launcher.config;

import io.freshet.launcher.attempt.Attempts;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.LauncherLock;
import io.freshet.launcher.attempt.LogTails;
import io.freshet.launcher.kafka.LaunchHandler;
import io.freshet.launcher.publication.PublicationSweep;
import io.freshet.launcher.publication.Publications;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.service.ServiceComponent;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the launcher, put together. */
final class Launcher implements ServiceComponent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration REPORTING = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private static final Duration BETWEEN_INHERITANCES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_CANCELLATIONS = Duration.ofSeconds(1);

    private final Parts parts;
    private final ScheduledExecutorService inheriting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-inheriting").factory());

    /**
     * What a launcher is made of.
     *
     * @param root where attempts and the locks of all launchers are
     * @param space without which no attempt is begun
     * @param stopWithin how long closing waits for what it ends; null: it ends nothing
     */
    record Parts(
            StorageRoot root,
            FreeSpace space,
            LauncherLock lock,
            Executor executor,
            Attempts attempts,
            LogTails logs,
            LaunchHandler launchHandler,
            Publications published,
            PublicationSweep sweep,
            EventLoop launches,
            EventLoop publications,
            EventLoop inputLists,
            EventPublisher publisher,
            @Nullable Duration stopWithin) {}

    Launcher(Parts parts) {
        this.parts = parts;
    }

    /** Takes up what was left, then reads orders; to be called once. */
    @Override
    public void start() {
        try {
            parts.attempts().resume();
        } catch (IOException e) {
            throw new UncheckedIOException("the attempts that an earlier launcher has left cannot be read", e);
        }
        parts.executor().keepOnly(parts.attempts()::isOpen);
        var _ = inheriting.scheduleWithFixedDelay(
                this::inherit, 0, BETWEEN_INHERITANCES.toMillis(), TimeUnit.MILLISECONDS);
        var _ = inheriting.scheduleWithFixedDelay(
                this::cancelAsked, 0, BETWEEN_CANCELLATIONS.toMillis(), TimeUnit.MILLISECONDS);
        var _ = parts.inputLists().start();
        var _ = parts.launches().start();
        var _ = parts.publications().start();
        var _ = parts.sweep().start();
    }

    private void inherit() {
        try {
            parts.attempts().resumeDeferred();
            parts.attempts().inherit(parts.root());
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("What other launchers have left cannot be read; trying again");
        }
    }

    private void cancelAsked() {
        try {
            parts.attempts().cancelAsked();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("Cancellations meant for other launchers cannot be read; trying again");
        }
    }

    /** Whether orders and accepted outputs are read. Orders that name lists wait for those by themselves. */
    @Override
    public boolean isReady() {
        try {
            return problems().isEmpty()
                    && parts.launches().awaitAssignment(Duration.ZERO)
                    && parts.publications().awaitAssignment(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** False if a restart is needed, since a loop ended by a fault or is stuck; true while it starts. */
    @Override
    public boolean isAlive() {
        return parts.launches().isAlive()
                && parts.publications().isAlive()
                && parts.inputLists().isAlive();
    }

    /** What keeps it from its work, for people. */
    @Override
    public List<String> problems() {
        return Stream.of(
                        parts.launches().problem(),
                        parts.publications().problem(),
                        parts.inputLists().problem(),
                        parts.space().shortage(parts.root().internal()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** How many attempts are not done with. */
    public int open() {
        return parts.attempts().open();
    }

    /** How many processes or pods run. */
    public int running() {
        return parts.attempts().running();
    }

    /** How many datasets cannot be published now. */
    public int parkedDatasets() {
        return parts.published().parkedDatasets();
    }

    @Override
    public void close() {
        inheriting.shutdownNow();
        parts.launches().close();
        parts.publications().close();
        parts.inputLists().close();
        Duration limit = parts.stopWithin();
        if (limit != null) {
            stopAll(limit);
        }
        parts.executor().close();
        parts.logs().close();
        parts.attempts().close();
        parts.launchHandler().close();
        parts.sweep().close();
        parts.published().close();
        parts.publisher().close();
        parts.lock().close();
    }

    private void stopAll(Duration limit) {
        parts.attempts().stopAll();
        long end = System.nanoTime() + limit.plus(REPORTING).toNanos();
        while (open() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
