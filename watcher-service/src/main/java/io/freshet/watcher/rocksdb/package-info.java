/**
 * The ledgers in RocksDB. It was chosen because it comes with Kafka Streams anyway, keeps keys in order (so that a scan goes over
 * directory and ledger side by side, in bounded memory), opens at once whatever it holds, and writes several rows atomically.
 */
@NullMarked
package io.freshet.watcher.rocksdb;

import org.jspecify.annotations.NullMarked;
