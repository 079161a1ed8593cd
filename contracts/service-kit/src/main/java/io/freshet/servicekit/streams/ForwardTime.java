package io.freshet.servicekit.streams;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The time that a topology goes by: the wall clock's, as long as that only goes on. Where that is put back, this goes on from where it was
 * at seven eighths of its speed until the clock has caught up, so what waits for a time waits no longer for it than a little. Thread-safe.
 */
public final class ForwardTime implements Time, InstantSource {
    /** By as much of the time that passes does this fall back while it is ahead of the clock. */
    private static final int CATCH_UP = 8;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private long lastNanoTime;
    private long last;

    /**
     * @param wall the machine's clock
     * @param nanoTime as {@link System#nanoTime}
     */
    public ForwardTime(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.lastNanoTime = nanoTime.getAsLong();
        this.last = wall.millis() * NANOS_PER_MILLI;
    }

    /** A topology that goes by this time. Its clients should, too. */
    public KafkaStreams streams(Topology topology, StreamsConfig config, KafkaClientSupplier clients) {
        Properties properties = new Properties();
        properties.putAll(config.originals());
        return new KafkaStreams(topology, properties, clients, this);
    }

    @Override
    public synchronized long milliseconds() {
        long now = nanoTime.getAsLong();
        long passed = now - lastNanoTime;
        lastNanoTime = now;
        last = Math.max(wall.millis() * NANOS_PER_MILLI, last + passed - passed / CATCH_UP);
        return last / NANOS_PER_MILLI;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(milliseconds());
    }

    @Override
    public long nanoseconds() {
        return nanoTime.getAsLong();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    /** @param deadlineMillis in the time of {@link #milliseconds} */
    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        synchronized (object) {
            while (!condition.get()) {
                long left = deadlineMillis - milliseconds();
                if (left <= 0) {
                    throw new org.apache.kafka.common.errors.TimeoutException(
                            "the condition was not met before the deadline");
                }
                object.wait(left);
            }
        }
    }
}
