package io.freshet.planner.store;

import io.freshet.planner.store.WriteBuffer.Row;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Rows on disk as they will be with those that lie above them. */
final class MergedRows implements KeyValueIterator<Bytes, byte[]> {
    private final NavigableMap<Bytes, Row> above;
    private final KeyValueIterator<Bytes, byte[]> below;
    private @Nullable KeyValue<Bytes, byte[]> next;

    /**
     * @param above taken away one after the other
     */
    MergedRows(NavigableMap<Bytes, Row> above, KeyValueIterator<Bytes, byte[]> below) {
        this.above = above;
        this.below = below;
        advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        KeyValue<Bytes, byte[]> row = present();
        advance();
        return row;
    }

    @Override
    public Bytes peekNextKey() {
        return present().key;
    }

    @Override
    public void close() {
        below.close();
    }

    private KeyValue<Bytes, byte[]> present() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        return next;
    }

    private void advance() {
        next = null;
        while (next == null && (below.hasNext() || !above.isEmpty())) {
            int order = order();
            KeyValue<Bytes, byte[]> under = order >= 0 ? below.next() : null;
            next = order <= 0 ? first() : under;
        }
    }

    /** Negative if the next one above comes before the next one below, 0 if it takes its place. */
    private int order() {
        if (above.isEmpty()) {
            return 1;
        }
        return below.hasNext() ? above.firstKey().compareTo(below.peekNextKey()) : -1;
    }

    /** Null if it is deleted. */
    private @Nullable KeyValue<Bytes, byte[]> first() {
        Map.Entry<Bytes, Row> row = above.pollFirstEntry();
        byte[] value = row.getValue().value();
        return value == null ? null : KeyValue.pair(row.getKey(), value);
    }
}
