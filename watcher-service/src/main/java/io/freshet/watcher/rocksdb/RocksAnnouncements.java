package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.domain.TargetState;
import io.freshet.watcher.domain.UnannouncedFile;
import io.freshet.watcher.ledger.Announcements;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.rocksdb.RocksDB;

/**
 * The rows of what events have said of one dataset, beside those of its ledger ({@link LedgerKeys}).
 *
 * <pre>
 * ns/dataset 0 a partition 0 path   an announcement that is open                      -> JSON
 * ns/dataset 0 b partition 0 path   when a target was last announced                  -> JSON
 * ns/dataset 0 i place              an announcement that was received                 -> JSON
 * ns/dataset 0 n                    the counts                                        -> JSON
 * ns/dataset 0 u partition 0 path   contents without an event                         -> JSON
 * </pre>
 */
final class RocksAnnouncements implements Announcements {
    private static final byte[] NOTHING = {};

    private final LedgerRows rows;
    private final byte[] dataset;

    RocksAnnouncements(RocksDB database, DatasetRef ref) {
        this.rows = new LedgerRows(database);
        this.dataset = (ref + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** The key of an announcement that was received. */
    static byte[] receivedKey(DatasetRef ref, Place place) {
        byte[] prefix = (ref + "\0i").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + Long.BYTES + Integer.BYTES)
                .put(prefix)
                .putLong(place.offset())
                .putInt(place.partition())
                .array();
    }

    @Override
    public List<Received> received(int limit) {
        List<Received> received = new ArrayList<>();
        byte[] prefix = key('i', NOTHING);
        rows.eachWhile(prefix, (key, value) -> {
            ByteBuffer place = ByteBuffer.wrap(key, prefix.length, Long.BYTES + Integer.BYTES);
            long offset = place.getLong();
            received.add(new Received(new Place(place.getInt(), offset), LedgerRows.json(value, Announcement.class)));
            return received.size() < limit;
        });
        return received;
    }

    @Override
    public Optional<TargetState> target(Target target) {
        TargetState open = rows.get(target('a', target), TargetState.class);
        return Optional.ofNullable(open == null ? rows.get(target('b', target), TargetState.class) : open);
    }

    @Override
    public SortedMap<Target, TargetState> open() {
        SortedMap<Target, TargetState> open = new TreeMap<>();
        byte[] prefix = key('a', NOTHING);
        rows.eachWhile(prefix, (key, value) -> {
            String[] parts = parts(key, prefix.length);
            open.put(
                    new Target(PartitionKey.parse(parts[0]), parts[1].isEmpty() ? null : RelativePath.parse(parts[1])),
                    LedgerRows.json(value, TargetState.class));
            return true;
        });
        return open;
    }

    @Override
    public Optional<UnannouncedFile> unannounced(PartitionKey partition, RelativePath path) {
        return Optional.ofNullable(rows.get(text('u', partition + "\0" + path.text()), UnannouncedFile.class));
    }

    @Override
    public SortedMap<UnannouncedKey, UnannouncedFile> unannounced(PartitionKey partition) {
        SortedMap<UnannouncedKey, UnannouncedFile> files = new TreeMap<>();
        eachUnannounced(text('u', partition + "\0"), files::put);
        return files;
    }

    @Override
    public void eachUnannounced(BiConsumer<UnannouncedKey, UnannouncedFile> visitor) {
        eachUnannounced(key('u', NOTHING), visitor);
    }

    private void eachUnannounced(byte[] prefix, BiConsumer<UnannouncedKey, UnannouncedFile> visitor) {
        int begin = dataset.length + 1;
        rows.eachWhile(prefix, (key, value) -> {
            String[] parts = parts(key, begin);
            visitor.accept(
                    new UnannouncedKey(PartitionKey.parse(parts[0]), RelativePath.parse(parts[1])),
                    LedgerRows.json(value, UnannouncedFile.class));
            return true;
        });
    }

    @Override
    public EventCounts counts() {
        EventCounts counts = rows.get(key('n', NOTHING), EventCounts.class);
        return counts == null ? EventCounts.NONE : counts;
    }

    @Override
    public void write(Change change) {
        rows.write(batch -> {
            Place taken = change.taken();
            if (taken != null) {
                batch.delete(key('i', placeOf(taken)));
            }
            for (Map.Entry<Target, TargetState> target : change.targets().entrySet()) {
                boolean isOpen = target.getValue().open() != null;
                batch.put(target(isOpen ? 'a' : 'b', target.getKey()), LedgerRows.json(target.getValue()));
                batch.delete(target(isOpen ? 'b' : 'a', target.getKey()));
            }
            for (Map.Entry<UnannouncedKey, UnannouncedFile> file :
                    change.unannounced().entrySet()) {
                byte[] key = text(
                        'u',
                        file.getKey().partition() + "\0" + file.getKey().path().text());
                if (file.getValue().contents().isEmpty()) {
                    batch.delete(key);
                } else {
                    batch.put(key, LedgerRows.json(file.getValue()));
                }
            }
            EventCounts counts = change.counts();
            if (counts != null) {
                batch.put(key('n', NOTHING), LedgerRows.json(counts));
            }
        });
    }

    private static byte[] placeOf(Place place) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(place.offset())
                .putInt(place.partition())
                .array();
    }

    private static String[] parts(byte[] key, int prefix) {
        return new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8).split("\0", -1);
    }

    private byte[] target(char kind, Target target) {
        return text(kind, target.partition() + "\0" + target.pathText());
    }

    private byte[] text(char kind, String text) {
        return key(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] key(char kind, byte[] rest) {
        byte[] key = Arrays.copyOf(dataset, dataset.length + 1 + rest.length);
        key[dataset.length] = (byte) kind;
        System.arraycopy(rest, 0, key, dataset.length + 1, rest.length);
        return key;
    }
}
