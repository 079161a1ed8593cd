package io.freshet.planner.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Rows in RocksDB, with its log, but without waiting for the disk: the log is the system's, and is there when the process is not.
 */
final class RocksDisk implements RowStore, AutoCloseable {
    /** No row has such a key: those of tables begin with a letter. */
    private static final byte[] PROGRESS = {0};

    private final Path directory;
    private final Options options;
    private final RocksDB database;
    private final @Nullable PageCacheWarmer warmer;
    private final WriteOptions writing = new WriteOptions();

    private RocksDisk(Path directory, Options options, RocksDB database, @Nullable PageCacheWarmer warmer) {
        this.directory = directory;
        this.options = options;
        this.database = database;
        this.warmer = warmer;
    }

    /**
     * Opens it, or makes it if it is not there.
     *
     * @param warmer that keeps its files in the page cache until it is closed; null if nothing does
     * @throws ProcessorStateException if the directory cannot be used, or another process has it open
     */
    static RocksDisk open(Path directory, @Nullable PageCacheWarmer warmer) {
        Options options = RocksMemory.options();
        if (warmer != null) {
            options.setListeners(List.of(warmer));
        }
        try {
            Files.createDirectories(directory);
            RocksDB database = RocksDB.open(options, directory.toString());
            if (warmer != null) {
                warmer.opened(directory);
            }
            return new RocksDisk(directory, options, database, warmer);
        } catch (RocksDBException e) {
            options.close();
            throw failed("open in '%s'".formatted(directory), e);
        } catch (IOException e) {
            options.close();
            throw new ProcessorStateException("a store cannot have the directory '%s'".formatted(directory), e);
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return get(key.get());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new RocksRows(database, from, to);
    }

    @Override
    public void write(List<KeyValue<Bytes, byte[]>> rows, @Nullable Progress progress) {
        try (WriteBatch batch = new WriteBatch()) {
            for (KeyValue<Bytes, byte[]> row : rows) {
                if (row.value == null) {
                    batch.delete(row.key.get());
                } else {
                    batch.put(row.key.get(), row.value);
                }
            }
            if (progress != null) {
                batch.put(PROGRESS, bytes(progress));
            }
            database.write(writing, batch);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    @Override
    public @Nullable Progress progress() {
        byte[] value = get(PROGRESS);
        if (value == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        return new Progress(bytes.getLong(), Instant.ofEpochMilli(bytes.getLong()));
    }

    /** How many there are, more or less. */
    long approximateRows() {
        try {
            return database.getLongProperty("rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw failed("count", e);
        }
    }

    /** Writes what is in buffers to disk before, so that the next one need not read the log. */
    @Override
    public void close() {
        try (FlushOptions flushing = new FlushOptions()) {
            database.flush(flushing);
        } catch (RocksDBException e) {
            throw failed("flush", e);
        } finally {
            database.close();
            if (warmer != null) {
                warmer.closed(directory);
            }
            writing.close();
            options.close();
        }
    }

    static ProcessorStateException failed(String what, RocksDBException e) {
        return new ProcessorStateException("a store on disk cannot " + what + ": " + e.getMessage(), e);
    }

    private byte @Nullable [] get(byte[] key) {
        try {
            return database.get(key);
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    private static byte[] bytes(Progress progress) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(progress.offset())
                .putLong(progress.asOf().toEpochMilli())
                .array();
    }
}
