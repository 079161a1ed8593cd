package io.freshet.planner.store;

import io.freshet.planner.store.RowStore.Progress;
import io.freshet.planner.store.WriteBuffer.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a store, of which only committed ones are ever written to disk, and never fewer than the disk says that it has. So whatever
 * a killed process leaves there is a part of the changelog from its beginning, and some rows of what was committed later: with the
 * records that are missing it is again what was committed last.
 *
 * <p>Committed rows are held back, too, because the same are soon written again: how far a run has come with each instance, an
 * instance's own row with each of its states. Each first byte of a key is a table of its own, so that a scan of one leaves the others.
 * Not thread-safe.
 */
final class CommittedRows {
    /**
     * @param held committed rows of each table, at most; a row and its place have some 300 bytes
     * @param behind changes that are committed and not yet on record on disk, at most, which a process that was killed reads again
     * @param recorded how often they are put on record on disk in any case, as long as there are changes
     * @param trusted how long what is on disk can be brought up to date by the changelog, which drops what says that a row was deleted
     */
    record Bounds(int held, int behind, Duration recorded, Duration trusted) {
        static final Bounds USUAL = new Bounds(4_096, 100_000, Duration.ofHours(1), Duration.ofDays(6));
    }

    /** The offset of an empty store, as Kafka Streams itself says it. */
    static final long NOTHING = -4;

    private final RowStore disk;
    private final InstantSource clock;
    private final Bounds bounds;
    private final Map<Byte, WriteBuffer> tables = new HashMap<>();

    private Progress progress;
    private Instant recorded;
    private int behind;

    /** Whether there was a transaction since this was made, which is not before all was restored. */
    private boolean live;

    CommittedRows(RowStore disk, InstantSource clock, Bounds bounds) {
        this.disk = disk;
        this.clock = clock;
        this.bounds = bounds;
        Instant now = clock.instant();
        Progress before = disk.progress();
        if (before == null) {
            before = new Progress(NOTHING, now);
            disk.write(List.of(), before);
        }
        progress = before;
        recorded = now;
    }

    /** Up to where the disk has the changelog; null if what is there is of no use any more. */
    @Nullable
    Long offset() {
        Progress there = disk.progress();
        if (there == null || !there.asOf().plus(bounds.trusted()).isAfter(clock.instant())) {
            return null;
        }
        return there.offset();
    }

    byte @Nullable [] get(Bytes key) {
        Row row = table(key).get(key);
        return row != null ? row.value() : disk.get(key);
    }

    /** A part of the transaction in hand. */
    void put(Bytes key, byte @Nullable [] value) {
        table(key).put(key, value);
        behind++;
        live = true;
    }

    /** Records of the changelog, which are committed. */
    void restore(List<KeyValue<Bytes, byte[]>> records) {
        disk.write(records, null);
    }

    /**
     * What is there now, also of the transaction in hand.
     *
     * @param from the first, inclusive
     * @param to the last, inclusive
     */
    KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
        NavigableMap<Bytes, Row> open = new TreeMap<>();
        tables.forEach((first, rows) -> {
            if (Byte.compareUnsigned(first, from.get()[0]) >= 0 && Byte.compareUnsigned(first, to.get()[0]) <= 0) {
                rows.shrink(0, batch);
                rows.between(from, to, open);
            }
        });
        write(batch, null);
        KeyValueIterator<Bytes, byte[]> below = disk.range(from, to);
        return open.isEmpty() ? below : new MergedRows(open, below);
    }

    /**
     * Everything that was put is committed.
     *
     * @param offset of the last record
     */
    void committed(long offset) {
        Instant now = clock.instant();
        progress = new Progress(offset, now);
        tables.values().forEach(WriteBuffer::commit);
        if (behind >= bounds.behind() || !now.isBefore(recorded.plus(bounds.recorded()))) {
            writeAll();
            recorded = now;
        } else {
            writeSurplus();
        }
    }

    /**
     * Everything that was put is committed, or was restored: writes all.
     *
     * @param offset of the last record
     */
    void checkpoint(long offset) {
        // While it is restored it is as old as it was: the records that are still missing may not be there for much
        // longer.
        progress = new Progress(offset, live ? clock.instant() : progress.asOf());
        tables.values().forEach(WriteBuffer::commit);
        writeAll();
    }

    /** Forgets what was put and not committed, and says from now on that nothing on disk is of use. */
    void distrust() {
        tables.clear();
        disk.write(List.of(), new Progress(NOTHING, Instant.EPOCH));
    }

    private WriteBuffer table(Bytes key) {
        return tables.computeIfAbsent(key.get()[0], _ -> new WriteBuffer());
    }

    private void writeAll() {
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
        tables.values().forEach(rows -> rows.shrink(0, batch));
        write(batch, progress);
        behind = 0;
    }

    /** Half of what a table may hold, so that it is worth a batch. */
    private void writeSurplus() {
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
        for (WriteBuffer rows : tables.values()) {
            if (rows.size() > bounds.held()) {
                rows.shrink(bounds.held() / 2, batch);
            }
        }
        write(batch, null);
    }

    private void write(List<KeyValue<Bytes, byte[]>> batch, @Nullable Progress with) {
        if (!batch.isEmpty() || with != null) {
            disk.write(batch, with);
        }
    }
}
