package io.freshet.standalone;

import io.freshet.servicekit.time.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is closed and started again when it does not go on by itself, as Kubernetes does with a pod that fails its liveness
 * probe. It keeps its port. One that does not start is tried again, after a pause that grows to a minute.
 */
final class SupervisedService<S extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedService.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ServiceKind<S> kind;
    private final int port;
    private final Duration lookEvery;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;
    /** Null while there is none: the last one was closed, and no other has started yet. Only the supervisor writes it. */
    private volatile @Nullable S service;

    private SupervisedService(ServiceKind<S> kind, S service, Duration lookEvery) {
        this.kind = kind;
        this.service = service;
        this.port = kind.port().applyAsInt(service);
        this.lookEvery = lookEvery;
        this.supervisor =
                Thread.ofPlatform().daemon().name("supervisor-" + kind.name()).unstarted(this::supervise);
    }

    /**
     * Starts the service, and from then on looks after it. A first start that fails is tried once more: what has just been started beside
     * it may not be there yet.
     *
     * @param port for HTTP; -1 for a free one
     * @param lookEvery between two looks, at most half a minute; a start that failed is followed by a pause of up to twice as long
     * @throws RuntimeException if it does not start either time
     */
    static <S extends AutoCloseable> SupervisedService<S> start(ServiceKind<S> kind, int port, Duration lookEvery) {
        SupervisedService<S> supervised = new SupervisedService<>(kind, started(kind, port), lookEvery);
        supervised.supervisor.start();
        return supervised;
    }

    static <S extends AutoCloseable> SupervisedService<S> start(ServiceKind<S> kind, int port) {
        return start(kind, port, LOOK_EVERY);
    }

    private static <S extends AutoCloseable> S started(ServiceKind<S> kind, int port) {
        try {
            return kind.starter().apply(port);
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("service", kind.name())
                    .setCause(e)
                    .log("The service did not start; trying once more");
            try {
                return kind.starter().apply(port);
            } catch (RuntimeException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    /** Where HTTP answers, also after a restart. */
    int port() {
        return port;
    }

    /** Whether there is one that goes on by itself. */
    boolean isAlive() {
        @Nullable S now = service;
        return now != null && kind.alive().test(now);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    private void supervise() {
        Backoff backoff = new Backoff(lookEvery.multipliedBy(2), LONGEST_PAUSE);
        int failures = 0;
        try {
            Duration pause = lookEvery;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                failures = isAlive() || restarted() ? 0 : failures + 1;
                pause = failures == 0 ? lookEvery : backoff.pause(failures);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean restarted() {
        LOG.atError()
                .addKeyValue("service", kind.name())
                .log("A service does not go on by itself and is started again");
        stop();
        try {
            service = kind.starter().apply(port);
            return true;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("service", kind.name())
                    .setCause(e)
                    .log("The service does not start; trying again");
            return false;
        }
    }

    private void stop() {
        @Nullable S last = service;
        if (last == null) {
            return;
        }
        service = null;
        try {
            last.close();
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("service", kind.name())
                    .setCause(e)
                    .log("Could not stop a service in an orderly way");
        }
    }
}
