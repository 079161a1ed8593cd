package io.freshet.watcher.rocksdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Disappearance;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.VolumeIdentity;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.ChangeHistory;
import io.freshet.watcher.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** One dataset's ledger, see {@link LedgerKeys} for its rows. */
final class RocksLedger implements Ledger {
    private static final int STEP = 1_000;

    private final RocksDB database;
    private final LedgerKeys keys;

    RocksLedger(RocksDB database, DatasetRef dataset) {
        this.database = database;
        this.keys = new LedgerKeys(dataset);
    }

    @Override
    public Optional<WatchedDataset> dataset() {
        byte[] value = get(keys.description());
        return value == null ? Optional.empty() : Optional.of(json(value, WatchedDataset.class));
    }

    @Override
    public void open(WatchedDataset dataset) {
        Optional<WatchedDataset> before = dataset();
        write(batch -> {
            if (before.isPresent() && !before.get().isLaidOutLike(dataset)) {
                deleteAll(batch, keys.files());
                deleteAll(batch, keys.allMembers());
                each(keys.volumes(), (key, value) -> delete(batch, key));
                int prefix = keys.allReported().length;
                each(keys.allReported(), (key, value) -> differs(batch, partition(key, prefix)));
            }
            batch.put(keys.description(), json(dataset));
        });
    }

    @Override
    public Optional<KnownFile> file(RelativePath path) {
        byte[] value = get(keys.file(path.bytes()));
        return value == null ? Optional.empty() : Optional.of(LedgerValues.file(ByteBuffer.wrap(value)));
    }

    @Override
    public Cursor files(byte[] below) {
        byte[] prefix = keys.files();
        if (below.length == 0) {
            return new RocksCursor(database, prefix, prefix);
        }
        byte[] directory = Arrays.copyOf(below, below.length + 1);
        directory[below.length] = '/';
        return new RocksCursor(database, prefix, keys.file(directory));
    }

    @Override
    public void remember(RelativePath path, PartitionKey partition, KnownFile file) {
        byte[] bytes = path.bytes();
        boolean isNew =
                file(path).map(known -> !known.content().equals(file.content())).orElse(true);
        write(batch -> {
            batch.put(keys.file(bytes), LedgerValues.file(file));
            if (isNew) {
                batch.put(keys.member(partition, path), LedgerValues.member(file));
                differs(batch, partition);
            }
        });
    }

    @Override
    public void forget(RelativePath path, PartitionKey partition) {
        byte[] bytes = path.bytes();
        write(batch -> {
            batch.delete(keys.file(bytes));
            batch.delete(keys.member(partition, path));
            differs(batch, partition);
        });
    }

    @Override
    public ManifestFiles members(PartitionKey partition) {
        return new RocksMembers(database, keys.members(partition));
    }

    @Override
    public Optional<PartitionVersion> reported(PartitionKey partition) {
        byte[] value = get(keys.reported(partition));
        return value == null ? Optional.empty() : Optional.of(LedgerValues.version(ByteBuffer.wrap(value)));
    }

    @Override
    public long differing(PartitionKey partition) {
        byte[] value = get(keys.differing(partition));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    @Override
    public List<PartitionKey> differing(@Nullable PartitionKey after, int limit) {
        List<PartitionKey> partitions = new ArrayList<>();
        byte[] prefix = keys.allDiffering();
        try (RocksIterator rows = database.newIterator()) {
            rows.seek(after == null ? prefix : keys.differing(after));
            while (rows.isValid() && partitions.size() < limit) {
                byte[] key = rows.key();
                if (!startsWith(key, prefix)) {
                    break;
                }
                PartitionKey partition = partition(key, prefix.length);
                if (!partition.equals(after)) {
                    partitions.add(partition);
                }
                rows.next();
            }
        }
        return partitions;
    }

    @Override
    public void agreed(List<PartitionKey> partitions) {
        write(batch -> {
            for (PartitionKey partition : partitions) {
                batch.delete(keys.differing(partition));
            }
        });
    }

    @Override
    public SortedMap<String, VolumeIdentity> volumes() {
        SortedMap<String, VolumeIdentity> volumes = new TreeMap<>();
        int prefix = keys.volumes().length;
        each(
                keys.volumes(),
                (key, value) -> volumes.put(
                        new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8),
                        json(value, VolumeIdentity.class)));
        return volumes;
    }

    @Override
    public void volumes(SortedMap<String, VolumeIdentity> volumes) {
        if (volumes.equals(volumes())) {
            return;
        }
        write(batch -> {
            each(keys.volumes(), (key, value) -> delete(batch, key));
            for (Map.Entry<String, VolumeIdentity> volume : volumes.entrySet()) {
                batch.put(keys.volume(volume.getKey()), json(volume.getValue()));
            }
        });
    }

    @Override
    public Disappearance disappearance() {
        byte[] value = get(keys.disappearance());
        return value == null ? Disappearance.NONE : json(value, Disappearance.class);
    }

    @Override
    public void disappearance(Disappearance disappearance) {
        write(batch -> batch.put(keys.disappearance(), json(disappearance)));
    }

    @Override
    public long nextBatch() {
        byte[] value = get(keys.sequence());
        return value == null ? 1 : ByteBuffer.wrap(value).getLong() + 1;
    }

    @Override
    public void stage(List<FileChanges> events) {
        write(batch -> {
            for (int i = 0; i < events.size(); i++) {
                batch.put(keys.outbox(i), json(events.get(i)));
            }
            batch.put(keys.sequence(), LedgerValues.number(nextBatch()));
        });
    }

    @Override
    public List<FileChanges> staged() {
        List<FileChanges> events = new ArrayList<>();
        each(keys.outbox(), (key, value) -> events.add(json(value, FileChanges.class)));
        return events;
    }

    @Override
    public void confirm(long offset) {
        Optional<ChangeHistory.Position> before = position();
        write(batch -> each(keys.outbox(), (key, value) -> {
            FileChanges event = json(value, FileChanges.class);
            for (PartitionChange change : event.changes()) {
                confirm(batch, change);
            }
            delete(batch, key);
            before.ifPresent(position -> put(
                    batch,
                    keys.position(),
                    json(new ChangeHistory.Position(
                            position.log(),
                            position.partition(),
                            offset,
                            event.batch().id(),
                            offset + 1))));
        }));
    }

    @Override
    public void unstage() {
        write(batch -> each(keys.outbox(), (key, value) -> delete(batch, key)));
    }

    @Override
    public Optional<ChangeHistory.Position> position() {
        byte[] value = get(keys.position());
        return value == null ? Optional.empty() : Optional.of(json(value, ChangeHistory.Position.class));
    }

    /** In steps, because there may be very many; repeating it changes nothing. */
    @Override
    public void forgetReported() {
        int prefix = keys.allReported().length;
        inSteps(keys.allReported(), (batch, key) -> {
            delete(batch, key);
            differs(batch, partition(key, prefix));
        });
        int members = keys.allMembers().length;
        boolean[] any = {false};
        inSteps(keys.allMembers(), (batch, key) -> {
            any[0] = true;
            int end = members;
            while (key[end] != 0) {
                end++;
            }
            differs(batch, partition(Arrays.copyOf(key, end), members));
        });
        if (!any[0]) {
            write(batch -> batch.put(keys.rebuilt(), new byte[0]));
        }
    }

    @Override
    public void adopt(List<PartitionChange> changes) {
        write(batch -> {
            for (PartitionChange change : changes) {
                confirm(batch, change);
                put(batch, keys.differing(change.partition()), LedgerValues.number(1));
            }
        });
    }

    @Override
    public void agrees(ChangeHistory.Position position) {
        long sequence = Math.max(nextBatch() - 1, position.next());
        write(batch -> {
            batch.put(keys.position(), json(position));
            batch.put(keys.sequence(), LedgerValues.number(sequence));
        });
    }

    @Override
    public boolean isRebuilt() {
        return get(keys.rebuilt()) != null;
    }

    @Override
    public void rebuiltIsConfirmed() {
        write(batch -> batch.delete(keys.rebuilt()));
    }

    private void inSteps(byte[] prefix, BiConsumer<WriteBatch, byte[]> row) {
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

    private void confirm(WriteBatch batch, PartitionChange change) {
        PartitionVersion after = change.after();
        byte[] key = keys.reported(change.partition());
        if (after == null) {
            delete(batch, key);
        } else {
            put(batch, key, LedgerValues.version(after));
        }
        delete(batch, keys.differing(change.partition()));
    }

    private void differs(WriteBatch batch, PartitionKey partition) {
        put(batch, keys.differing(partition), LedgerValues.number(differing(partition) + 1));
    }

    private byte @Nullable [] get(byte[] key) {
        try {
            return database.get(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private void each(byte[] prefix, BiConsumer<byte[], byte[]> row) {
        try (RocksIterator rows = database.newIterator()) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!startsWith(key, prefix)) {
                    return;
                }
                row.accept(key, rows.value());
            }
            rows.status();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @FunctionalInterface
    private interface Changes {
        void collect(WriteBatch batch) throws RocksDBException;
    }

    private void write(Changes changes) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            changes.collect(batch);
            database.write(options, batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** In one entry, because there may be more rows than memory. */
    private static void deleteAll(WriteBatch batch, byte[] prefix) throws RocksDBException {
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        batch.deleteRange(prefix, end);
    }

    private static void put(WriteBatch batch, byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static void delete(WriteBatch batch, byte[] key) {
        try {
            batch.delete(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static PartitionKey partition(byte[] key, int prefix) {
        return PartitionKey.parse(new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8));
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] json(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T json(byte[] value, Class<T> type) {
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
