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
 * Holds back what one decision writes to a store until the decision is whole. Reads see what was written. Bounded, see
 * {@link DecisionBounds}; deletions are not, for a workflow must be removable however large it is. Not thread-safe.
 */
public final class StagedStore {
    private final KeyValueStore<Bytes, byte[]> store;
    /** Null: deleted. */
    private final TreeMap<Bytes, byte @Nullable []> staged = new TreeMap<>();

    private final List<Runnable> rollbackListeners = new ArrayList<>();
    private long stagedBytes;

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
        byte[] value = staged.get(key);
        return value != null || staged.containsKey(key) ? value : stored(key);
    }

    private byte @Nullable [] stored(Bytes key) {
        try {
            return store.get(key);
        } catch (RuntimeException e) {
            throw new StoreFailedException(e);
        }
    }

    /**
     * @throws BoundExceededException if the row, or all that is held back, is larger than it may be
     */
    void put(Bytes key, byte @Nullable [] value) {
        int bytes = value == null ? 0 : key.get().length + value.length;
        if (bytes > RecordLimits.MAX_ROW_BYTES) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.RECORD_TOO_LARGE,
                    "a row of %,d bytes is larger than %,d: %.200s".formatted(bytes, RecordLimits.MAX_ROW_BYTES, key));
        }
        stagedBytes += bytes;
        if (stagedBytes > DecisionBounds.MAX_DECISION_BYTES) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.DECISION_TOO_LARGE,
                    "the rows of one decision have more than %,d bytes".formatted(DecisionBounds.MAX_DECISION_BYTES));
        }
        staged.put(key, value);
    }

    /**
     * Visits the rows from one key to another, both included, until the visitor says false. The visitor may write; whether it then sees
     * those rows is not said.
     */
    void range(Bytes from, Bytes to, BiPredicate<Bytes, byte[]> visitor) {
        try (Stored rows = new Stored(from, to)) {
            rows.advance();
            Map.Entry<Bytes, byte @Nullable []> mine = within(staged.ceilingEntry(from), to);
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
                byte[] value = mine.getValue();
                goOn = value == null || visitor.test(key, value);
                mine = within(staged.higherEntry(key), to);
            }
        }
    }

    private static Map.@Nullable Entry<Bytes, byte @Nullable []> within(
            Map.@Nullable Entry<Bytes, byte @Nullable []> entry, Bytes to) {
        return entry == null || entry.getKey().compareTo(to) > 0 ? null : entry;
    }

    /** Writes what was held back, in the order of the keys. */
    public void commit() {
        staged.forEach(store::put);
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
