package io.freshet.servicekit.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whether the threads of a topology get on, by a monotonic clock: a thread that polls no more is stuck in one record, and only a restart
 * helps. It looks when it is asked, so it is to be asked more often than every {@link #STUCK_AFTER}. Thread-safe.
 */
public final class StreamsProgress {
    /** As long Kafka, too, bears a consumer that does not poll (max.poll.interval.ms). */
    public static final Duration STUCK_AFTER = Duration.ofMinutes(5);

    private static final String POLLS = "poll-total";
    private static final String OF_THREADS = "stream-thread-metrics";

    private final String topology;
    private final LongSupplier polls;
    private final LongSupplier nanoTime;
    private long seen = -1;
    private long changed;

    /**
     * @param topology what it is called, for people
     */
    public StreamsProgress(String topology, KafkaStreams streams) {
        this(topology, () -> polls(streams), System::nanoTime);
    }

    StreamsProgress(String topology, LongSupplier polls, LongSupplier nanoTime) {
        this.topology = topology;
        this.polls = polls;
        this.nanoTime = nanoTime;
        this.changed = nanoTime.getAsLong();
    }

    /** Whether no thread has polled for {@link #STUCK_AFTER}. */
    public synchronized boolean isStuck() {
        return silence().compareTo(STUCK_AFTER) > 0;
    }

    /** What is wrong, for people; empty if nothing is. */
    public synchronized Optional<String> problem() {
        Duration silence = silence();
        return silence.compareTo(STUCK_AFTER) > 0
                ? Optional.of("%s has not asked for records for %d s".formatted(topology, silence.toSeconds()))
                : Optional.empty();
    }

    private Duration silence() {
        long now = nanoTime.getAsLong();
        long count = polls.getAsLong();
        if (count != seen) {
            seen = count;
            changed = now;
        }
        return Duration.ofNanos(now - changed);
    }

    private static long polls(KafkaStreams streams) {
        double sum = 0;
        for (Metric metric : streams.metrics().values()) {
            if (metric.metricName().name().equals(POLLS)
                    && metric.metricName().group().equals(OF_THREADS)
                    && metric.metricValue() instanceof Double count) {
                sum += count;
            }
        }
        return (long) sum;
    }
}
