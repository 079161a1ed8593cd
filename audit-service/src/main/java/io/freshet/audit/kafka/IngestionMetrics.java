package io.freshet.audit.kafka;

import io.freshet.audit.history.CommitSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what was read, and notifies those who wait that there is something new. Thread-safe. */
public final class IngestionMetrics {
    private final AtomicLong ingested = new AtomicLong();
    private final CommitSignal signal;
    private final Counter events;
    private final Timer batches;

    public IngestionMetrics(MeterRegistry meters, CommitSignal signal) {
        this.signal = signal;
        this.events = Counter.builder("freshet.audit.events.ingested")
                .description("Events read from the log and kept")
                .register(meters);
        this.batches = Timer.builder("freshet.audit.batch")
                .description("Time to keep one batch, transaction included")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    void ingested(int count, long nanos) {
        ingested.addAndGet(count);
        events.increment(count);
        batches.record(nanos, TimeUnit.NANOSECONDS);
        signal.committed();
    }

    /** Events since this service was started. */
    public long ingested() {
        return ingested.get();
    }
}
