package io.freshet.planner.store;

import io.freshet.planner.store.CommittedRows.Bounds;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of Kafka Streams on {@link CommittedRows}. Kafka Streams' own throws away what a killed process left, for it does not know
 * whether that was committed. To be used by one thread at a time.
 */
final class CommittedStore implements KeyValueStore<Bytes, byte[]> {
    /** Beside the directory of Kafka Streams' own stores. */
    private static final String DIRECTORY = "committed";

    /** There are no interactive queries, which it would be for. */
    private static final Position POSITION = Position.emptyPosition();

    private final String name;
    private final Changelogs changelogs;
    private final InstantSource clock;
    private final @Nullable PageCacheWarmer warmer;
    private @Nullable Opened opened;

    CommittedStore(String name, Changelogs changelogs, InstantSource clock, @Nullable PageCacheWarmer warmer) {
        this.name = name;
        this.changelogs = changelogs;
        this.clock = clock;
        this.warmer = warmer;
    }

    /** From init to close. */
    private static final class Opened {
        private final RocksDisk disk;
        private final CommittedRows rows;
        private final AtomicLong changelog;
        private long committed;

        Opened(RocksDisk disk, CommittedRows rows, AtomicLong changelog) {
            this.disk = disk;
            this.rows = rows;
            this.changelog = changelog;
            this.committed = changelog.get();
        }

        /** What was put before the transaction ended, which the same thread did, is committed with it. */
        CommittedRows rows() {
            long offset = changelog.get();
            if (offset != committed) {
                committed = offset;
                rows.committed(offset);
            }
            return rows;
        }
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        Path directory = context.stateDir().toPath().resolve(DIRECTORY).resolve(name);
        RocksDisk disk = RocksDisk.open(directory, warmer);
        TopicPartition changelog = new TopicPartition(
                context.applicationId() + "-" + name + "-changelog",
                context.taskId().partition());
        opened = new Opened(disk, new CommittedRows(disk, clock, Bounds.USUAL), changelogs.of(changelog));
        context.register(root, (BatchingStateRestoreCallback) this::restore);
    }

    private void restore(Collection<KeyValue<byte[], byte[]>> records) {
        rows().restore(records.stream()
                .map(record -> KeyValue.pair(Bytes.wrap(record.key), record.value))
                .toList());
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return rows().get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        rows().put(key, value);
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        if (from == null || to == null) {
            throw new UnsupportedOperationException("a scan is of a table, and has a first and a last key");
        }
        return rows().range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException("a scan is of a table");
    }

    @Override
    public long approximateNumEntries() {
        return opened().disk.approximateRows();
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * @param offsets up to where all that is here is committed or restored; empty if the changelog does not have what it should
     */
    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty()) {
            rows().distrust();
        } else {
            offsets.values().forEach(rows()::checkpoint);
        }
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return rows().offset();
    }

    @Override
    @SuppressWarnings("deprecation") // Kafka Streams asks for it.
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public Position getPosition() {
        return POSITION;
    }

    /** What is not committed is lost. */
    @Override
    public void close() {
        Opened closing = opened;
        if (closing != null) {
            opened = null;
            closing.disk.close();
        }
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return opened != null;
    }

    private Opened opened() {
        if (opened == null) {
            throw new InvalidStateStoreException("the store " + name + " is not open");
        }
        return opened;
    }

    private CommittedRows rows() {
        return opened().rows();
    }
}
