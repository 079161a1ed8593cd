package io.freshet.watcher.rocksdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Rows of JSON in the watcher's database. Thread-safe as the database is: each call by itself. */
final class RocksTable {
    /** What is written at once. */
    @FunctionalInterface
    interface Changes {
        void collect(WriteBatch batch) throws RocksDBException;
    }

    private final RocksDB database;

    RocksTable(RocksDB database) {
        this.database = database;
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return database.get(key);
        } catch (RocksDBException e) {
            throw LedgerRows.failed(e);
        }
    }

    <T> @Nullable T get(byte[] key, Class<T> type) {
        byte[] value = get(key);
        return value == null ? null : read(value, type);
    }

    /** Goes over the rows of a prefix in their order, while the visitor wants more. */
    void each(byte[] prefix, BiPredicate<byte[], byte[]> visitor) {
        try (RocksIterator rows = database.newIterator()) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!LedgerRows.startsWith(key, prefix) || !visitor.test(key, rows.value())) {
                    return;
                }
            }
            rows.status();
        } catch (RocksDBException e) {
            throw LedgerRows.failed(e);
        }
    }

    void write(Changes changes) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            changes.collect(batch);
            database.write(options, batch);
        } catch (RocksDBException e) {
            throw LedgerRows.failed(e);
        }
    }

    static byte[] json(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(byte[] value, Class<T> type) {
        try {
            return EventJson.mapper().readValue(value, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the watcher's state is damaged: remove it, it is made again", e);
        }
    }
}
