package io.freshet.watcher.rocksdb;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.filesystem.Ledger;
import io.freshet.watcher.filesystem.LedgerStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * All ledgers in one RocksDB, which is locked for this process. Writes go to its log without fsync: the death of the process loses
 * none, the death of the machine may lose the last ones, and then the next scan reads those files again.
 */
public final class RocksLedgerStore implements LedgerStore {
    private static final long CACHE_BYTES = 16L * 1024 * 1024;
    private static final long BUFFER_BYTES = 8L * 1024 * 1024;
    private static final long LOG_BYTES = 32L * 1024 * 1024;
    private static final int BLOOM_BITS = 10;

    private final LRUCache cache;
    private final BloomFilter filter;
    private final Options options;
    private final RocksDB database;

    private RocksLedgerStore(LRUCache cache, BloomFilter filter, Options options, RocksDB database) {
        this.cache = cache;
        this.filter = filter;
        this.options = options;
        this.database = database;
    }

    /**
     * Opens the store, which is made if it is not there.
     *
     * @throws IOException if the directory cannot be used, or another process has it open
     */
    public static RocksLedgerStore open(Path directory) throws IOException {
        RocksDB.loadLibrary();
        Files.createDirectories(directory);
        LRUCache cache = new LRUCache(CACHE_BYTES);
        BloomFilter filter = new BloomFilter(BLOOM_BITS);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxTotalWalSize(LOG_BYTES)
                .setKeepLogFileNum(2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
        try {
            return new RocksLedgerStore(cache, filter, options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            options.close();
            filter.close();
            cache.close();
            throw new IOException(
                    "cannot open the watcher's state in '%s': %s".formatted(directory, e.getMessage()), e);
        }
    }

    @Override
    public Ledger ledger(DatasetRef dataset) {
        return new RocksLedger(database, dataset);
    }

    @Override
    public Map<DatasetRef, WatchedDataset> datasets() {
        Map<DatasetRef, WatchedDataset> datasets = new TreeMap<>();
        try (RocksIterator rows = database.newIterator()) {
            rows.seekToFirst();
            while (rows.isValid()) {
                String key = new String(rows.key(), StandardCharsets.UTF_8);
                DatasetRef ref = DatasetRef.parse(key.substring(0, key.indexOf('\0')));
                ledger(ref).dataset().ifPresent(dataset -> datasets.put(ref, dataset));
                rows.seek((ref + "\1").getBytes(StandardCharsets.UTF_8)); // past the rows of this one
            }
        }
        return datasets;
    }

    @Override
    public void close() {
        database.close();
        options.close();
        filter.close();
        cache.close();
    }
}
