package io.freshet.planner.store;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Rows of a database in order, as they were when this was made. */
final class RocksRows implements KeyValueIterator<Bytes, byte[]> {
    private final Slice after;
    private final ReadOptions options;
    private final RocksIterator rows;

    /**
     * @param to the last, inclusive
     */
    RocksRows(RocksDB database, Bytes from, Bytes to) {
        after = new Slice(Arrays.copyOf(to.get(), to.get().length + 1));
        // Without it the database walks over all that was deleted behind the last row.
        options = new ReadOptions().setIterateUpperBound(after);
        rows = database.newIterator(options);
        rows.seek(from.get());
    }

    @Override
    public boolean hasNext() {
        boolean valid = rows.isValid();
        if (!valid) {
            requireOk();
        }
        return valid;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        KeyValue<Bytes, byte[]> row = KeyValue.pair(peekNextKey(), rows.value());
        rows.next();
        return row;
    }

    @Override
    public Bytes peekNextKey() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return Bytes.wrap(rows.key());
    }

    @Override
    public void close() {
        rows.close();
        options.close();
        after.close();
    }

    /** An iterator that cannot read on looks like one at its end. */
    private void requireOk() {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw RocksDisk.failed("read on", e);
        }
    }
}
