package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.servicekit.time.ThreadEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the logs of all attempts while they grow, on one thread. Of one log at most one chunk is on its way at a time, so a slow broker slows
 * the sending down and nothing else.
 */
public final class LogTails implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogTails.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** Thousands of attempts may wait for a node: then looking at their logs should not take more than a fiftieth of a core. */
    private static final int PAUSE_PER_LOOK = 50;

    private final Reports reports;
    private final InstantSource clock;
    private final long limit;
    private final Map<String, LogTail> tails = new ConcurrentHashMap<>();
    private final BlockingQueue<LogTail> ready = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param limit how many bytes of one log are sent at most
     */
    public LogTails(Reports reports, InstantSource clock, long limit) {
        this.reports = reports;
        this.clock = clock;
        this.limit = limit;
        this.thread = Thread.ofPlatform().daemon().name("freshet-logs").unstarted(this::run);
        thread.start();
    }

    /** Begins, or after a restart goes on, with the log in the attempt's directory. */
    void follow(LaunchAttempt launch, Path directory) throws IOException {
        LogTail tail = LogTail.of(launch, directory, limit);
        tails.put(launch.attempt(), tail);
        // Where there was no log the thread waits for one.
        ready.add(tail);
    }

    /** Sends the rest and that the log ends; then runs {@code sent}, on any thread. At once if there is no log. */
    void end(String attempt, Runnable sent) {
        LogTail tail = tails.get(attempt);
        if (tail == null) {
            sent.run();
            return;
        }
        tail.end(() -> {
            tails.remove(attempt);
            sent.run();
        });
        ready.add(tail);
    }

    private void run() {
        long look = System.nanoTime();
        while (!closing) {
            try {
                LogTail tail = tails.isEmpty()
                        ? ready.take()
                        : ready.poll(Math.max(0, look - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (tail != null) {
                    advance(tail);
                }
                long begin = System.nanoTime();
                if (look <= begin) {
                    tails.values().forEach(this::advance);
                    long end = System.nanoTime();
                    look = end + Math.max(BETWEEN_LOOKS.toNanos(), (end - begin) * PAUSE_PER_LOOK);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void advance(LogTail tail) {
        try {
            tail.next(clock).ifPresent(chunk -> {
                var _ = reports.log(chunk).whenComplete((sent, failure) -> {
                    tail.sent(failure == null);
                    if (failure == null) {
                        ready.add(tail);
                    }
                });
            });
        } catch (IOException | RuntimeException e) {
            tail.sent(false);
            LOG.atWarn().addKeyValue("attempt", tail.attempt()).setCause(e).log("A log could not be read");
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        ThreadEnd.await(thread);
    }
}
