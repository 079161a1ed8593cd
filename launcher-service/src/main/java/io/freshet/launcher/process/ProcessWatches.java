package io.freshet.launcher.process;

import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows processes until they end, each on a thread of its own. What fails, as for want of a file descriptor, is tried again; only after
 * {@value #TRIES} failures in a row nobody follows the process any more. Thread-safe.
 */
final class ProcessWatches {
    static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatches.class);
    private static final long STACK_BYTES = 128 * 1024;

    private final Backoff backoff;
    private final ExecutorService threads;

    ProcessWatches(Backoff backoff) {
        this.backoff = backoff;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, "freshet-process", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Something that takes as long as a process, and can be begun again. */
    @FunctionalInterface
    interface Watch {
        void run() throws IOException;
    }

    /**
     * Begins to follow a process.
     *
     * @param givenUp what is done when it cannot be followed; not called if the watch returns
     */
    void follow(String attempt, Watch watch, Runnable givenUp) {
        threads.execute(() -> {
            for (int number = 1; number <= TRIES; number++) {
                try {
                    watch.run();
                    return;
                } catch (IOException | RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("attempt", attempt)
                            .addKeyValue("try", number)
                            .setCause(e)
                            .log("The process of an attempt cannot be watched");
                    LockSupport.parkNanos(backoff.pause(number).toNanos());
                }
            }
            givenUp.run();
        });
    }
}
