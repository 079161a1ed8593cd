package io.freshet.watcher.filesystem;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one watch have its turns on a thread of its own. After a failure it begins anew, after a pause that grows to half a minute. */
final class WatchThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final DatasetWatch watch;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closing;

    WatchThread(DatasetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .name("freshet-watch-" + watch.dataset().ref())
                .daemon()
                .start(this::run);
    }

    DatasetWatch watch() {
        return watch;
    }

    /** Lets the turn in hand end; one that takes very long is interrupted, which loses nothing. */
    @Override
    public void close() {
        closing = true;
        watch.notices().wakeUp();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try (watch) {
            while (!closing) {
                try {
                    Instant next = watch.turn();
                    pause = FIRST_PAUSE;
                    Duration wait = Duration.between(clock.instant(), next);
                    watch.notices().await(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    if (closing) {
                        return;
                    }
                    LOG.atError()
                            .addKeyValue("dataset", watch.dataset().ref())
                            .addKeyValue("pause", pause)
                            .setCause(e)
                            .log("Watching begins anew after a failure");
                    watch.beginAnew();
                    watch.notices().await(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
