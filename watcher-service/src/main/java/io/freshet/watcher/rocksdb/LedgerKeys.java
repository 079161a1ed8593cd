package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of one dataset's rows.
 *
 * <pre>
 * ns/dataset 0 d                    the dataset, as it is watched                     -> JSON
 * ns/dataset 0 f path               a file                                            -> stamp, hash
 * ns/dataset 0 m partition 0 text   the same file, by partition, in UTF-16            -> size, hash
 * ns/dataset 0 o part               an event that is being sent                       -> JSON
 * ns/dataset 0 p                    how far it agrees with the log                    -> JSON
 * ns/dataset 0 q                    what was reported is only known from the log          -> nothing
 * ns/dataset 0 r partition          what was last reported of a partition              -> version
 * ns/dataset 0 s                    the number of the last batch                      -> number
 * ns/dataset 0 v directory          a file system that files come from                -> JSON
 * ns/dataset 0 w                    what has vanished                                 -> JSON
 * ns/dataset 0 x partition          the partition differs from what was reported          -> files changed
 * </pre>
 *
 * Neither names, nor the text of partitions, nor paths contain a zero byte. The members of a partition are in the order in which its
 * manifest has them, which is that of the texts' UTF-16 code units.
 */
final class LedgerKeys {
    private static final byte[] NOTHING = {};

    private final byte[] dataset;

    LedgerKeys(DatasetRef ref) {
        this.dataset = (ref + "\0").getBytes(StandardCharsets.UTF_8);
    }

    byte[] description() {
        return key('d', NOTHING);
    }

    byte[] files() {
        return key('f', NOTHING);
    }

    byte[] file(byte[] path) {
        return key('f', path);
    }

    byte[] allMembers() {
        return key('m', NOTHING);
    }

    byte[] members(PartitionKey partition) {
        return key('m', (partition + "\0").getBytes(StandardCharsets.UTF_8));
    }

    byte[] member(PartitionKey partition, RelativePath path) {
        byte[] prefix = members(partition);
        byte[] text = path.text().getBytes(StandardCharsets.UTF_16BE);
        byte[] key = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, key, prefix.length, text.length);
        return key;
    }

    /** The path in the key of a member. */
    static RelativePath pathOfMember(byte[] key, int prefix) {
        return RelativePath.parse(new String(key, prefix, key.length - prefix, StandardCharsets.UTF_16BE));
    }

    byte[] outbox() {
        return key('o', NOTHING);
    }

    byte[] outbox(int part) {
        return key('o', ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
    }

    byte[] position() {
        return key('p', NOTHING);
    }

    byte[] rebuilt() {
        return key('q', NOTHING);
    }

    byte[] allReported() {
        return key('r', NOTHING);
    }

    byte[] reported(PartitionKey partition) {
        return key('r', partition.toString().getBytes(StandardCharsets.UTF_8));
    }

    byte[] sequence() {
        return key('s', NOTHING);
    }

    byte[] volumes() {
        return key('v', NOTHING);
    }

    byte[] volume(String directory) {
        return key('v', directory.getBytes(StandardCharsets.UTF_8));
    }

    byte[] disappearance() {
        return key('w', NOTHING);
    }

    byte[] allDiffering() {
        return key('x', NOTHING);
    }

    byte[] differing(PartitionKey partition) {
        return key('x', partition.toString().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] key(char kind, byte[] rest) {
        byte[] key = Arrays.copyOf(dataset, dataset.length + 1 + rest.length);
        key[dataset.length] = (byte) kind;
        System.arraycopy(rest, 0, key, dataset.length + 1, rest.length);
        return key;
    }
}
