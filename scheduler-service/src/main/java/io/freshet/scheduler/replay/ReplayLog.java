package io.freshet.scheduler.replay;

import io.freshet.servicekit.failure.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The log, read back. Every method throws {@link UnavailableException} if the broker does not answer. */
public interface ReplayLog extends AutoCloseable {
    /** Records of one partition: from the first to before the end. */
    record Span(long from, long end) {}

    /**
     * Some records of a partition, in their order.
     *
     * @param next the offset with which to go on
     */
    record Chunk(List<LogRecord> records, long next) {
        public Chunk {
            records = List.copyOf(records);
        }
    }

    /**
     * What there is now of each partition of a topic, by partition. Thread-safe.
     *
     * @param since only what was written then or later; null: from the first that is kept
     * @param until only what was written before; null: up to the last
     */
    SequencedMap<Integer, Span> spans(String topic, @Nullable Instant since, @Nullable Instant until);

    /**
     * The next records of a partition; none, with a later offset, where there are gaps. For one thread.
     *
     * @param span of which the first offset comes next
     */
    Chunk read(String topic, int partition, Span span);

    /** Lets go of what is only needed to read on. For the thread that reads. */
    void rest();

    @Override
    void close();
}
