package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The values of rows, as fixed fields in big-endian order. */
final class LedgerValues {
    private static final int HASH_BYTES = 32;
    private static final int STAMP_BYTES = 4 * Long.BYTES;

    private LedgerValues() {}

    static byte[] file(KnownFile file) {
        FileStamp stamp = file.stamp();
        return ByteBuffer.allocate(STAMP_BYTES + Long.BYTES + HASH_BYTES)
                .putLong(stamp.bytes())
                .putLong(stamp.modifiedNanos())
                .putLong(stamp.changedNanos())
                .putLong(stamp.inode())
                .putLong(file.hashedNanos())
                .put(bytes(file.content()))
                .array();
    }

    static KnownFile file(ByteBuffer value) {
        FileStamp stamp = new FileStamp(value.getLong(), value.getLong(), value.getLong(), value.getLong());
        long hashed = value.getLong();
        return new KnownFile(stamp, hash(value), hashed);
    }

    static byte[] member(KnownFile file) {
        return ByteBuffer.allocate(Long.BYTES + HASH_BYTES)
                .putLong(file.stamp().bytes())
                .put(bytes(file.content()))
                .array();
    }

    static byte[] version(PartitionVersion version) {
        return ByteBuffer.allocate(2 * Long.BYTES + HASH_BYTES)
                .putLong(version.files())
                .putLong(version.bytes())
                .put(bytes(version.fingerprint()))
                .array();
    }

    static PartitionVersion version(ByteBuffer value) {
        long files = value.getLong();
        long bytes = value.getLong();
        return new PartitionVersion(hash(value), files, bytes);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static Fingerprint hash(ByteBuffer value) {
        byte[] hash = new byte[HASH_BYTES];
        value.get(hash);
        return new Fingerprint(HexFormat.of().formatHex(hash));
    }

    private static byte[] bytes(Fingerprint fingerprint) {
        return HexFormat.of().parseHex(fingerprint.hex());
    }
}
