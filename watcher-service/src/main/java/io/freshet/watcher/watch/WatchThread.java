package io.freshet.watcher.watch;

import io.freshet.servicekit.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one watch have its turns on a thread of its own. After a failure it begins anew, after a pause that grows to half a minute. */
final class WatchThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 30_000);

    private final DatasetWatch watch;
    private final InstantSource steady;
    private final @Nullable Thread predecessor;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param predecessor which watched the same dataset and may not have ended yet; null: there was none
     */
    WatchThread(DatasetWatch watch, InstantSource steady, @Nullable WatchThread predecessor) {
        this.watch = watch;
        this.steady = steady;
        this.predecessor = predecessor == null ? null : predecessor.thread;
        this.thread = Thread.ofPlatform()
                .name("freshet-watch-" + watch.dataset().ref())
                .daemon()
                .start(this::run);
    }

    DatasetWatch watch() {
        return watch;
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    /** Lets the turn in hand end, without waiting for it. */
    void stop() {
        closing = true;
        watch.notices().wakeUp();
    }

    /**
     * Lets the turn in hand end; one that takes long is interrupted, which loses nothing. One that the kernel does not let go, because
     * its file system does not answer, is left to itself: it does nothing more when it comes back.
     */
    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                if (!thread.join(PATIENCE)) {
                    LOG.atWarn()
                            .addKeyValue("dataset", watch.dataset().ref())
                            .log("The file system of a dataset does not answer, its watch is abandoned");
                }
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** One ledger is for one thread. */
    private void awaitPredecessor() throws InterruptedException {
        while (predecessor != null && !closing && !predecessor.join(PATIENCE)) {
            predecessor.interrupt();
        }
    }

    private void run() {
        int failures = 0;
        try (watch) {
            awaitPredecessor();
            while (!closing) {
                try {
                    Instant next = watch.turn();
                    failures = 0;
                    Duration wait = Duration.between(steady.instant(), next);
                    watch.notices().await(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    if (closing) {
                        return;
                    }
                    failures++;
                    Duration pause = BACKOFF.pause(failures);
                    LOG.atError()
                            .addKeyValue("dataset", watch.dataset().ref())
                            .addKeyValue("pause", pause)
                            .setCause(e)
                            .log("Watching begins anew after a failure");
                    watch.beginAnew();
                    watch.notices().await(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
