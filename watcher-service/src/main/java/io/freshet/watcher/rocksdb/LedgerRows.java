package io.freshet.watcher.rocksdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Rows by key in the watcher's database. What it cannot do is thrown as an {@link UncheckedIOException}. Thread-safe as the database is:
 * each call by itself.
 */
final class LedgerRows {
    private static final int STEP = 1_000;

    private final RocksDB database;

    LedgerRows(RocksDB database) {
        this.database = database;
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return database.get(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** A row of JSON; null if there is none. */
    <T> @Nullable T get(byte[] key, Class<T> type) {
        byte[] value = get(key);
        return value == null ? null : json(value, type);
    }

    void each(byte[] prefix, BiConsumer<byte[], byte[]> row) {
        eachWhile(prefix, (key, value) -> {
            row.accept(key, value);
            return true;
        });
    }

    /** Goes over the rows of a prefix in their order, while more are wanted. */
    void eachWhile(byte[] prefix, BiPredicate<byte[], byte[]> row) {
        try (RocksIterator rows = database.newIterator()) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!startsWith(key, prefix) || !row.test(key, rows.value())) {
                    return;
                }
            }
            rows.status();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** What is to be written together. */
    @FunctionalInterface
    interface Changes {
        void collect(WriteBatch batch) throws RocksDBException;
    }

    void write(Changes changes) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            changes.collect(batch);
            database.write(options, batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** In one entry, because there may be more rows than memory. */
    static void deleteAll(WriteBatch batch, byte[] prefix) throws RocksDBException {
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        batch.deleteRange(prefix, end);
    }

    static void put(WriteBatch batch, byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    static void delete(WriteBatch batch, byte[] key) {
        try {
            batch.delete(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Deals with the rows of a prefix in several writes, because there may be very many. */
    void inSteps(byte[] prefix, BiConsumer<WriteBatch, byte[]> row) {
        List<byte[]> keysOfStep = new ArrayList<>();
        each(prefix, (key, value) -> {
            keysOfStep.add(key);
            if (keysOfStep.size() == STEP) {
                write(batch -> keysOfStep.forEach(each -> row.accept(batch, each)));
                keysOfStep.clear();
            }
        });
        write(batch -> keysOfStep.forEach(each -> row.accept(batch, each)));
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static byte[] json(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T json(byte[] value, Class<T> type) {
        try {
            return EventJson.mapper().readValue(value, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the watcher's state is damaged: remove it, it is made again", e);
        }
    }

    static UncheckedIOException failed(RocksDBException e) {
        return new UncheckedIOException(new IOException("the watcher's state cannot be used: " + e.getMessage(), e));
    }
}
