package io.freshet.planner.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A disk as {@link RowStore} says that one is, of which a death takes away any number of the last writes. */
final class KillableDisk implements RowStore {
    private record Write(
            List<KeyValue<Bytes, byte[]>> rows, @Nullable Progress progress) {}

    private final NavigableMap<Bytes, byte[]> rowsBefore;
    private final @Nullable Progress progressBefore;
    private final List<Write> writes = new ArrayList<>();
    private final NavigableMap<Bytes, byte[]> rows;
    private @Nullable Progress progress;

    KillableDisk() {
        this(new TreeMap<>(), null);
    }

    private KillableDisk(NavigableMap<Bytes, byte[]> rows, @Nullable Progress progress) {
        this.rowsBefore = new TreeMap<>(rows);
        this.progressBefore = progress;
        this.rows = rows;
        this.progress = progress;
    }

    /** What the next process finds: all, or as much as the disk of the machine had. */
    KillableDisk killed(RandomGenerator random) {
        KillableDisk left = new KillableDisk(new TreeMap<>(rowsBefore), progressBefore);
        int there = random.nextBoolean() ? writes.size() : random.nextInt(writes.size() + 1);
        writes.subList(0, there).forEach(write -> left.write(write.rows, write.progress));
        return new KillableDisk(left.rows, left.progress);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        NavigableMap<Bytes, byte[]> left = new TreeMap<>(rows.subMap(from, true, to, true));
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return !left.isEmpty();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                Map.Entry<Bytes, byte[]> row = left.pollFirstEntry();
                return KeyValue.pair(row.getKey(), row.getValue());
            }

            @Override
            public Bytes peekNextKey() {
                return left.firstKey();
            }

            @Override
            public void close() {
                left.clear();
            }
        };
    }

    @Override
    public void write(List<KeyValue<Bytes, byte[]>> written, @Nullable Progress with) {
        writes.add(new Write(List.copyOf(written), with));
        apply(rows, written);
        progress = with == null ? progress : with;
    }

    @Override
    public @Nullable Progress progress() {
        return progress;
    }

    private static void apply(Map<Bytes, byte[]> to, List<KeyValue<Bytes, byte[]>> written) {
        for (KeyValue<Bytes, byte[]> row : written) {
            if (row.value == null) {
                to.remove(row.key);
            } else {
                to.put(row.key, row.value);
            }
        }
    }
}
