package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.RelativePath;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.ledger.Ledger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Files in order, as they were when the cursor was made. */
final class RocksCursor implements Ledger.Cursor {
    private static final long READ_AHEAD_BYTES = 256L * 1024;

    private final ReadOptions options = new ReadOptions().setReadaheadSize(READ_AHEAD_BYTES);
    private final RocksIterator rows;
    private final int files;
    private final byte[] prefix;
    private byte[] key = {};
    private boolean valid;

    /**
     * @param files the common beginning of all files' keys
     * @param prefix the common beginning of those to go over
     */
    RocksCursor(RocksDB database, byte[] files, byte[] prefix) {
        this.rows = database.newIterator(options);
        this.files = files.length;
        this.prefix = prefix.clone();
        rows.seek(prefix);
        settle();
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public int compareTo(byte[] path, int length) {
        return Arrays.compareUnsigned(key, files, key.length, path, 0, length);
    }

    @Override
    public RelativePath path() {
        return RelativePath.ofBytes(Arrays.copyOfRange(key, files, key.length));
    }

    @Override
    public boolean isUnchanged(FileStamp stamp) {
        KnownFile known = LedgerValues.file(ByteBuffer.wrap(rows.value()));
        return known.stamp().equals(stamp) && !known.isRacy();
    }

    @Override
    public void next() {
        rows.next();
        settle();
    }

    @Override
    public void close() {
        rows.close();
        options.close();
    }

    private void settle() {
        valid = rows.isValid();
        if (!valid) {
            requireOk();
            return;
        }
        key = rows.key();
        valid = LedgerRows.startsWith(key, prefix);
    }

    /** An iterator that cannot read on looks like one at its end. */
    private void requireOk() {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw LedgerRows.failed(e);
        }
    }
}
