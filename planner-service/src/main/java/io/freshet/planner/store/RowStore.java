package io.freshet.planner.store;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Rows on disk, in the order of their keys. What is written is there in the order in which it was written, and each write as a whole. A
 * process that is killed leaves all of it; a machine that dies may lose the last ones.
 */
interface RowStore {
    /**
     * How much of its changelog a store has: of the records up to an offset every row, and of later ones some, all of them committed.
     *
     * @param offset of the last record that it has for certain
     * @param asOf when it had all that was committed
     */
    record Progress(long offset, Instant asOf) {}

    byte @Nullable [] get(Bytes key);

    /**
     * @param from the first, inclusive
     * @param to the last, inclusive
     * @return what is there now; to be closed
     */
    KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to);

    /**
     * @param rows in their order; one without a value is deleted
     * @param progress with them; null leaves what was
     */
    void write(List<KeyValue<Bytes, byte[]>> rows, @Nullable Progress progress);

    /** Null if it was never written. */
    @Nullable
    Progress progress();
}
