package io.freshet.watcher.rocksdb;

import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Disappearance;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.VolumeIdentity;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.ChangeHistory;
import io.freshet.watcher.ledger.Ledger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** One dataset's ledger, see {@link LedgerKeys} for its rows. */
final class RocksLedger implements Ledger {
    private final RocksDB database;
    private final LedgerRows rows;
    private final LedgerKeys keys;

    RocksLedger(RocksDB database, DatasetRef dataset) {
        this.database = database;
        this.rows = new LedgerRows(database);
        this.keys = new LedgerKeys(dataset);
    }

    @Override
    public Optional<WatchedDataset> dataset() {
        byte[] value = rows.get(keys.description());
        return value == null ? Optional.empty() : Optional.of(LedgerRows.json(value, WatchedDataset.class));
    }

    @Override
    public void open(WatchedDataset dataset) {
        Optional<WatchedDataset> before = dataset();
        rows.write(batch -> {
            if (before.isPresent() && !before.get().isLaidOutLike(dataset)) {
                LedgerRows.deleteAll(batch, keys.files());
                LedgerRows.deleteAll(batch, keys.allMembers());
                rows.each(keys.volumes(), (key, value) -> LedgerRows.delete(batch, key));
                int prefix = keys.allReported().length;
                rows.each(keys.allReported(), (key, value) -> differs(batch, partition(key, prefix)));
            }
            batch.put(keys.description(), LedgerRows.json(dataset));
        });
    }

    @Override
    public Optional<KnownFile> file(RelativePath path) {
        byte[] value = rows.get(keys.file(path.bytes()));
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
        rows.write(batch -> {
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
        rows.write(batch -> {
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
        byte[] value = rows.get(keys.reported(partition));
        return value == null ? Optional.empty() : Optional.of(LedgerValues.version(ByteBuffer.wrap(value)));
    }

    @Override
    public long differing(PartitionKey partition) {
        byte[] value = rows.get(keys.differing(partition));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    @Override
    public List<PartitionKey> differing(@Nullable PartitionKey after, int limit) {
        List<PartitionKey> partitions = new ArrayList<>();
        byte[] prefix = keys.allDiffering();
        try (RocksIterator found = database.newIterator()) {
            found.seek(after == null ? prefix : keys.differing(after));
            while (found.isValid() && partitions.size() < limit) {
                byte[] key = found.key();
                if (!LedgerRows.startsWith(key, prefix)) {
                    break;
                }
                PartitionKey partition = partition(key, prefix.length);
                if (!partition.equals(after)) {
                    partitions.add(partition);
                }
                found.next();
            }
        }
        return partitions;
    }

    @Override
    public void agreed(List<PartitionKey> partitions) {
        rows.write(batch -> {
            for (PartitionKey partition : partitions) {
                batch.delete(keys.differing(partition));
            }
        });
    }

    @Override
    public SortedMap<String, VolumeIdentity> volumes() {
        SortedMap<String, VolumeIdentity> volumes = new TreeMap<>();
        int prefix = keys.volumes().length;
        rows.each(
                keys.volumes(),
                (key, value) -> volumes.put(
                        new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8),
                        LedgerRows.json(value, VolumeIdentity.class)));
        return volumes;
    }

    @Override
    public void volumes(SortedMap<String, VolumeIdentity> volumes) {
        if (volumes.equals(volumes())) {
            return;
        }
        rows.write(batch -> {
            rows.each(keys.volumes(), (key, value) -> LedgerRows.delete(batch, key));
            for (Map.Entry<String, VolumeIdentity> volume : volumes.entrySet()) {
                batch.put(keys.volume(volume.getKey()), LedgerRows.json(volume.getValue()));
            }
        });
    }

    @Override
    public Disappearance disappearance() {
        byte[] value = rows.get(keys.disappearance());
        return value == null ? Disappearance.NONE : LedgerRows.json(value, Disappearance.class);
    }

    @Override
    public void disappearance(Disappearance disappearance) {
        rows.write(batch -> batch.put(keys.disappearance(), LedgerRows.json(disappearance)));
    }

    @Override
    public long nextBatch() {
        byte[] value = rows.get(keys.sequence());
        return value == null ? 1 : ByteBuffer.wrap(value).getLong() + 1;
    }

    @Override
    public void stage(List<FileChanges> events) {
        rows.write(batch -> {
            for (int i = 0; i < events.size(); i++) {
                batch.put(keys.outbox(i), LedgerRows.json(events.get(i)));
            }
            batch.put(keys.sequence(), LedgerValues.number(nextBatch()));
        });
    }

    @Override
    public List<FileChanges> staged() {
        List<FileChanges> events = new ArrayList<>();
        rows.each(keys.outbox(), (key, value) -> events.add(LedgerRows.json(value, FileChanges.class)));
        return events;
    }

    @Override
    public void confirm(long offset) {
        Optional<ChangeHistory.Position> before = position();
        rows.write(batch -> rows.each(keys.outbox(), (key, value) -> {
            FileChanges event = LedgerRows.json(value, FileChanges.class);
            for (PartitionChange change : event.changes()) {
                confirm(batch, change);
            }
            LedgerRows.delete(batch, key);
            before.ifPresent(position -> LedgerRows.put(
                    batch,
                    keys.position(),
                    LedgerRows.json(new ChangeHistory.Position(
                            position.log(),
                            position.partition(),
                            offset,
                            event.batch().id(),
                            offset + 1))));
        }));
    }

    @Override
    public void unstage() {
        rows.write(batch -> rows.each(keys.outbox(), (key, value) -> LedgerRows.delete(batch, key)));
    }

    @Override
    public Optional<ChangeHistory.Position> position() {
        byte[] value = rows.get(keys.position());
        return value == null ? Optional.empty() : Optional.of(LedgerRows.json(value, ChangeHistory.Position.class));
    }

    /** In steps, because there may be very many; repeating it changes nothing. */
    @Override
    public void forgetReported() {
        int prefix = keys.allReported().length;
        rows.inSteps(keys.allReported(), (batch, key) -> {
            LedgerRows.delete(batch, key);
            differs(batch, partition(key, prefix));
        });
        int members = keys.allMembers().length;
        boolean[] any = {false};
        rows.inSteps(keys.allMembers(), (batch, key) -> {
            any[0] = true;
            int end = members;
            while (key[end] != 0) {
                end++;
            }
            differs(batch, partition(Arrays.copyOf(key, end), members));
        });
        if (!any[0]) {
            rows.write(batch -> batch.put(keys.rebuilt(), new byte[0]));
        }
    }

    @Override
    public void adopt(List<PartitionChange> changes) {
        rows.write(batch -> {
            for (PartitionChange change : changes) {
                confirm(batch, change);
                LedgerRows.put(batch, keys.differing(change.partition()), LedgerValues.number(1));
            }
        });
    }

    @Override
    public void agrees(ChangeHistory.Position position) {
        long sequence = Math.max(nextBatch() - 1, position.next());
        rows.write(batch -> {
            batch.put(keys.position(), LedgerRows.json(position));
            batch.put(keys.sequence(), LedgerValues.number(sequence));
        });
    }

    @Override
    public boolean isRebuilt() {
        return rows.get(keys.rebuilt()) != null;
    }

    @Override
    public void rebuiltIsConfirmed() {
        rows.write(batch -> batch.delete(keys.rebuilt()));
    }

    private void confirm(WriteBatch batch, PartitionChange change) {
        PartitionVersion after = change.after();
        byte[] key = keys.reported(change.partition());
        if (after == null) {
            LedgerRows.delete(batch, key);
        } else {
            LedgerRows.put(batch, key, LedgerValues.version(after));
        }
        LedgerRows.delete(batch, keys.differing(change.partition()));
    }

    private void differs(WriteBatch batch, PartitionKey partition) {
        LedgerRows.put(batch, keys.differing(partition), LedgerValues.number(differing(partition) + 1));
    }

    private static PartitionKey partition(byte[] key, int prefix) {
        return PartitionKey.parse(new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8));
    }
}
