package io.freshet.servicekit.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a processor at one moment of the wall clock. While it is not set there is no punctuation: Kafka Streams commits after every one,
 * and a service that has nothing to do must not. For one thread of a topology.
 */
public final class WallClockTimer {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final ProcessingContext context;
    private final Runnable wake;
    private @Nullable Cancellable punctuation;
    private @Nullable Instant at;

    /**
     * @param wake what is done when it rings, after which it is no longer set
     */
    public WallClockTimer(ProcessingContext context, Runnable wake) {
        this.context = context;
        this.wake = wake;
    }

    /** When it will ring; null if it is not set. */
    public @Nullable Instant at() {
        return at;
    }

    /** Sets it to this moment, or to the next if that is over, instead of what it was set to before; null: not at all. */
    public void set(@Nullable Instant moment) {
        if (Objects.equals(moment, at)) {
            return;
        }
        cancel();
        if (moment != null) {
            at = moment;
            Duration delay = Duration.between(Instant.ofEpochMilli(context.currentSystemTimeMs()), moment);
            punctuation = context.schedule(
                    delay.compareTo(AT_ONCE) < 0 ? AT_ONCE : delay, PunctuationType.WALL_CLOCK_TIME, _ -> ring());
            StreamThreadWait.ofThread().alarm(this, moment);
        }
    }

    private void ring() {
        cancel();
        wake.run();
    }

    private void cancel() {
        if (punctuation != null) {
            punctuation.cancel();
            punctuation = null;
        }
        at = null;
        StreamThreadWait.ofThread().alarm(this, null);
    }
}
