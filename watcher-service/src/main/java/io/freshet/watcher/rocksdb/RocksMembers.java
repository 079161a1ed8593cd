package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.ManifestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The files of one partition, which may be more than fit into memory. */
final class RocksMembers implements ManifestFiles {
    private final RocksDB database;
    private final byte[] prefix;

    RocksMembers(RocksDB database, byte[] prefix) {
        this.database = database;
        this.prefix = prefix;
    }

    @Override
    public <E extends Exception> void visit(Visitor<E> visitor) throws IOException, E {
        try (RocksIterator rows = database.newIterator()) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!LedgerRows.startsWith(key, prefix)) {
                    return;
                }
                ByteBuffer fields = ByteBuffer.wrap(rows.value());
                long bytes = fields.getLong();
                visitor.visit(new Manifest.Entry(
                        LedgerKeys.pathOfMember(key, prefix.length), bytes, LedgerValues.hash(fields)));
            }
            rows.status();
        } catch (RocksDBException e) {
            throw LedgerRows.failed(e);
        }
    }
}
