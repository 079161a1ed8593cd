package io.freshet.planner.store.rows;

import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.planner.domain.state.BoundExceededException;
import io.freshet.servicekit.decision.StoreFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what one decision writes to a store until the decision is whole. Reads see what was written. What is held back is bounded, see
 * {@link DecisionBounds}: a row that is written again counts as it is then, and once. Deletions do not count, for a workflow must be
 * removable however large it is. Not thread-safe.
 */
public final class StagedStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private final TreeMap<Bytes, Row> staged = new TreeMap<>();
    private final List<Runnable> rollbackListeners = new ArrayList<>();
    private long stagedBytes;

    /** A row as it is to be. */
    private static final class Row {
        private final byte @Nullable [] value;
        private final boolean isNew;

        /**
         * @param value null: deleted
         * @param isNew whether the store is known to have none
         */
        Row(byte @Nullable [] value, boolean isNew) {
            this.value = value;
            this.isNew = isNew;
        }

        int bytes(Bytes key) {
            return value == null ? 0 : key.get().length + value.length;
        }
    }

    public StagedStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Has something done whenever what was written is dropped. */
    void onRollback(Runnable listener) {
        rollbackListeners.add(listener);
    }

    /** Keeps scans of one table out of the next; written at once, so to be called within the transaction of a record. */
    public void fence() {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            store.putIfAbsent(StoreTable.fence(letter), new byte[0]);
        }
    }

    byte @Nullable [] get(Bytes key) {
        Row row = staged.get(key);
        return row == null ? stored(key) : row.value;
    }

    private byte @Nullable [] stored(Bytes key) {
        try {
            return store.get(key);
        } catch (RuntimeException e) {
            throw new StoreFailedException(e);
        }
    }

    /**
     * Writes a row.
     *
     * @param isNew whether the store is known to have none under this key: if it is deleted again before the decision is whole, nothing
     *     is written
     * @throws BoundExceededException if the row, or all that is held back, is larger than it may be
     */
    void put(Bytes key, byte[] value, boolean isNew) {
        Row before = staged.get(key);
        Row row = new Row(value, before == null ? isNew : before.isNew);
        int bytes = row.bytes(key);
        if (bytes > RecordLimits.MAX_ROW_BYTES) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.RECORD_TOO_LARGE,
                    "a row of %,d bytes is larger than %,d: %.200s".formatted(bytes, RecordLimits.MAX_ROW_BYTES, key));
        }
        long held = stagedBytes + bytes - (before == null ? 0 : before.bytes(key));
        if (held > DecisionBounds.MAX_DECISION_BYTES) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.DECISION_TOO_LARGE,
                    "the rows of one decision have more than %,d bytes".formatted(DecisionBounds.MAX_DECISION_BYTES));
        }
        stagedBytes = held;
        staged.put(key, row);
    }

    /** Deletes a row, if there is one. */
    void delete(Bytes key) {
        Row before = staged.get(key);
        if (before != null) {
            stagedBytes -= before.bytes(key);
        }
        if (before != null && before.isNew) {
            staged.remove(key);
        } else {
            staged.put(key, new Row(null, false));
        }
    }

    /**
     * Visits the rows from one key to another, both included, until the visitor says false. The visitor may write; whether it then sees
     * those rows is not said.
     */
    void range(Bytes from, Bytes to, BiPredicate<Bytes, byte[]> visitor) {
        try (Stored rows = new Stored(from, to)) {
            rows.advance();
            Map.Entry<Bytes, Row> mine = within(staged.ceilingEntry(from), to);
            boolean goOn = true;
            while (goOn && (mine != null || rows.next != null)) {
                KeyValue<Bytes, byte[]> theirs = rows.next;
                if (mine == null || (theirs != null && theirs.key.compareTo(mine.getKey()) < 0)) {
                    rows.advance();
                    goOn = theirs != null && visitor.test(theirs.key, theirs.value);
                    continue;
                }
                Bytes key = mine.getKey();
                if (theirs != null && theirs.key.equals(key)) {
                    rows.advance();
                }
                byte[] value = mine.getValue().value;
                goOn = value == null || visitor.test(key, value);
                mine = within(staged.higherEntry(key), to);
            }
        }
    }

    private static Map.@Nullable Entry<Bytes, Row> within(Map.@Nullable Entry<Bytes, Row> entry, Bytes to) {
        return entry == null || entry.getKey().compareTo(to) > 0 ? null : entry;
    }

    /** Writes what was held back, in the order of the keys. */
    public void commit() {
        staged.forEach((key, row) -> store.put(key, row.value));
        clear();
    }

    /** Drops what was held back. */
    public void rollback() {
        clear();
        rollbackListeners.forEach(Runnable::run);
    }

    private void clear() {
        staged.clear();
        stagedBytes = 0;
    }

    /** The rows of the store itself, one ahead. */
    private final class Stored implements AutoCloseable {
        private final KeyValueIterator<Bytes, byte[]> rows;
        private @Nullable KeyValue<Bytes, byte[]> next;

        Stored(Bytes from, Bytes to) {
            try {
                rows = store.range(from, to);
            } catch (RuntimeException e) {
                throw new StoreFailedException(e);
            }
        }

        void advance() {
            try {
                next = rows.hasNext() ? rows.next() : null;
            } catch (RuntimeException e) {
                throw new StoreFailedException(e);
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
