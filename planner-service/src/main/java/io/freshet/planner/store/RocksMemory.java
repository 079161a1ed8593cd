package io.freshet.planner.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Filter;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all state stores of the process share one bounded block cache, write buffers and indexes included, so that dozens of stores fit on a
 * laptop. The native memory lives as long as the process.
 */
final class RocksMemory {
    private static final long CACHE_BYTES = 128L * 1024 * 1024;
    /** Few and large: a block that is larger than its shard is never kept, and read again from disk at every look. */
    private static final int CACHE_SHARD_BITS = 2;

    /** Lets the cache estimate itself how large its entries are. */
    private static final long UNKNOWN_ENTRY_BYTES = 0;

    /** Bounds what has to be in the cache to look into a file: its filter has ten bits for each row, its index some bytes for each block. */
    private static final long FILE_BYTES = 32L * 1024 * 1024;

    /** Part of the cache. A row of an instance is written three times in an evaluation: what is rewritten here is never on disk. */
    private static final long WRITE_BUFFERS_BYTES = 64L * 1024 * 1024;

    private static final long WRITE_BUFFER_BYTES = 32L * 1024 * 1024;
    private static final int WRITE_BUFFERS = 2;

    /** Of what RocksDB complains of, one for each start. */
    private static final int LOG_FILES = 2;

    /** Part of a write buffer that says which rows are in it. */
    private static final double WRITE_BUFFER_FILTER = 0.1;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new HyperClockCache(CACHE_BYTES, UNKNOWN_ENTRY_BYTES, CACHE_SHARD_BITS, false);
    private static final Filter FILTER = new BloomFilter();
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    private RocksMemory() {}

    /** Of a database; to be closed after it. */
    static Options options() {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        table.setFilterPolicy(FILTER);
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        // Nearly all looks are for one row, of which a hash gives the place in its block.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        Options options = new Options();
        options.setCreateIfMissing(true);
        options.setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
        options.setKeepLogFileNum(LOG_FILES);
        options.setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2));
        options.setCompressionType(CompressionType.NO_COMPRESSION);
        options.setOptimizeFiltersForHits(true);
        options.setTableFormatConfig(table);
        options.setTargetFileSizeBase(FILE_BYTES);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
        // Many looks are for rows that have long been flushed, or that are new.
        options.setMemtablePrefixBloomSizeRatio(WRITE_BUFFER_FILTER);
        options.setMemtableWholeKeyFiltering(true);
        return options;
    }
}
