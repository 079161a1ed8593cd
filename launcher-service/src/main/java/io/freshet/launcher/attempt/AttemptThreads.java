package io.freshet.launcher.attempt;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a launcher's attempts. They may block: a file operation holds up a platform thread, but would hold up one of the few
 * carriers of virtual threads, and with them everything else. They end when they are idle. What comes after {@link #close} is dropped, for
 * the next launcher goes on with the attempt. Thread-safe.
 */
final class AttemptThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptThreads.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** Steps other than building and taking over are short, but may wait for a disk or a server. */
    private static final int SMALL_STEPS = 16;

    private final ExecutorService steps;
    private final ExecutorService files;
    private final ScheduledExecutorService timer;

    /**
     * @param parallelism how many attempts may have their view built or their outputs taken over at a time
     */
    AttemptThreads(int parallelism) {
        this.steps = platformThreads("freshet-attempt-", Math.max(parallelism, SMALL_STEPS));
        this.files = platformThreads("freshet-files-", parallelism);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("freshet-attempt-times").factory());
    }

    private static ExecutorService platformThreads(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs the steps of an attempt that are due. */
    void execute(Runnable work) {
        execute(steps, work);
    }

    /** Runs what reads or writes many files. */
    void executeFiles(Runnable work) {
        execute(files, work);
    }

    /** As {@link #execute}, after a pause; a negative one counts as none. */
    void executeLater(Duration pause, Runnable work) {
        try {
            var _ = timer.schedule(() -> execute(work), Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            dropped();
        }
    }

    private static void execute(ExecutorService executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            dropped();
        }
    }

    private static void dropped() {
        LOG.atDebug().log("Closing: the next launcher goes on with this attempt");
    }

    @Override
    public void close() {
        timer.shutdownNow();
        files.close();
        steps.close();
    }
}
