package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.scheduler.replay.LogRecord;
import io.freshet.scheduler.replay.ReplayLog;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two partitions of which one has records; read ten at a time. */
final class MemoryLog implements ReplayLog {
    final List<LogRecord> records = new ArrayList<>();
    boolean fails;

    @Override
    public SequencedMap<Integer, Span> spans(String topic, @Nullable Instant since, @Nullable Instant until) {
        SequencedMap<Integer, Span> spans = new TreeMap<>();
        spans.put(0, new Span(0, 0));
        spans.put(1, new Span(0, records.size()));
        return spans;
    }

    @Override
    public Chunk read(String topic, int partition, Span span) {
        if (fails) {
            throw new UnavailableException("the broker is away", new IllegalStateException());
        }
        assertEquals(1, partition, "nothing is read where there is nothing");
        long next = Math.min(span.end(), span.from() + 10);
        return new Chunk(records.subList((int) span.from(), (int) next), next);
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
}
