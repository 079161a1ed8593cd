package io.freshet.watcher.rocksdb;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.disk.TreeDeletion;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Announcements;
import io.freshet.watcher.ledger.EventIndex;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.ledger.LedgerStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All ledgers in one RocksDB, which is locked for this process. Writes go to its log without fsync: the death of the process loses
 * none, the death of the machine may lose the last ones, in order; then the next scan reads those files again, and what was reported is read
 * back from the log. What is damaged is set aside and made again in the same way.
 */
public final class RocksLedgerStore implements LedgerStore {
    private static final long CACHE_BYTES = 16L * 1024 * 1024;
    private static final long BUFFER_BYTES = 8L * 1024 * 1024;
    private static final long LOG_BYTES = 32L * 1024 * 1024;
    private static final int BLOOM_BITS = 10;
    /** Up to there the whole state is read at the opening, which takes seconds at the most. */
    private static final long MOST_VERIFIED_BYTES = 512L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RocksLedgerStore.class);

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
     * @throws IOException if the directory cannot be used, or another process has it open; damage is no reason
     */
    public static RocksLedgerStore open(Path directory) throws IOException {
        RocksDB.loadLibrary();
        Files.createDirectories(directory);
        try {
            return opened(directory);
        } catch (DamagedException e) {
            Path aside = directory.resolveSibling(directory.getFileName() + ".damaged");
            LOG.atError()
                    .addKeyValue("directory", directory)
                    .addKeyValue("aside", aside)
                    .addKeyValue("reason", e.getMessage())
                    .log("The watcher's state is damaged: it is set aside and made again from the log and the files");
            TreeDeletion.delete(aside);
            LocalDisk.SYNCED.rename(directory, aside);
            Files.createDirectories(directory);
            return opened(directory);
        }
    }

    /** Each block has a checksum; a damaged one would otherwise be met in the middle of work, again and again. */
    private void verify() throws RocksDBException {
        try {
            database.verifyChecksum();
        } catch (RocksDBException e) {
            database.close();
            throw e;
        }
    }

    /** Not that somebody else has it open, or that the disk does not answer. */
    private static boolean isDamage(RocksDBException e) {
        Status status = e.getStatus();
        boolean missing = String.valueOf(e.getMessage()).contains("No such file or directory");
        return missing || (status != null && status.getCode() == Status.Code.Corruption);
    }

    /** The state is there and cannot be read. */
    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static RocksLedgerStore opened(Path directory) throws IOException {
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
            RocksDB database = RocksDB.open(options, directory.toString());
            RocksLedgerStore store = new RocksLedgerStore(cache, filter, options, database);
            if (database.getLongProperty("rocksdb.total-sst-files-size") <= MOST_VERIFIED_BYTES) {
                store.verify();
            }
            return store;
        } catch (RocksDBException e) {
            options.close();
            filter.close();
            cache.close();
            if (isDamage(e)) {
                throw new DamagedException(String.valueOf(e.getMessage()), e);
            }
            throw new IOException(
                    "cannot open the watcher's state in '%s': %s".formatted(directory, e.getMessage()), e);
        }
    }

    @Override
    public Ledger ledger(DatasetRef dataset) {
        return new RocksLedger(database, dataset);
    }

    @Override
    public Announcements announcements(DatasetRef dataset) {
        return new RocksAnnouncements(database, dataset);
    }

    @Override
    public EventIndex events() {
        return new RocksEventIndex(database);
    }

    @Override
    public Map<DatasetRef, WatchedDataset> datasets() {
        Map<DatasetRef, WatchedDataset> datasets = new TreeMap<>();
        known().forEach(ref -> ledger(ref).dataset().ifPresent(dataset -> datasets.put(ref, dataset)));
        return datasets;
    }

    @Override
    public Set<DatasetRef> known() {
        Set<DatasetRef> known = new TreeSet<>();
        try (RocksIterator rows = database.newIterator()) {
            rows.seekToFirst();
            while (rows.isValid() && rows.key()[0] != RocksEventIndex.FIRST) {
                String key = new String(rows.key(), StandardCharsets.UTF_8);
                DatasetRef ref = DatasetRef.parse(key.substring(0, key.indexOf('\0')));
                known.add(ref);
                rows.seek((ref + "\1").getBytes(StandardCharsets.UTF_8)); // past the rows of this one
            }
        }
        return known;
    }

    @Override
    public void close() {
        database.close();
        options.close();
        filter.close();
        cache.close();
    }
}
