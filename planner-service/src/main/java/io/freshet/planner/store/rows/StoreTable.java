package io.freshet.planner.store.rows;

import io.freshet.planner.domain.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A table of the rules as part of a state store: all its keys start with the table's letter. It may remember, as objects, the rows that
 * were read or written last, and which are not there: a decision mostly concerns what the one before concerned, and a look into the store
 * is the dearest thing it does. Nobody else may write the rows of a table that remembers any. Not thread-safe.
 */
final class StoreTable<V> implements Table<V> {
    /** Sorts after everything that a key contains. */
    private static final char AFTER = '~';

    private final StagedStore store;
    private final char letter;
    private final Codec<V> codec;
    private final int most;

    /** In the order in which they were last wanted. */
    private final Map<String, Optional<V>> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<V>> eldest) {
            return size() > most;
        }
    };

    private StoreTable(StagedStore store, char letter, Codec<V> codec, int most) {
        this.store = store;
        this.letter = letter;
        this.codec = codec;
        this.most = most;
    }

    /** A table that remembers nothing, for rows of which each is wanted once. */
    static <V> StoreTable<V> of(StagedStore store, char letter, Codec<V> codec) {
        return new StoreTable<>(store, letter, codec, 0);
    }

    /**
     * A table that remembers rows, until what was written is dropped.
     *
     * @param most how many rows it remembers at the most
     */
    static <V> StoreTable<V> remembering(StagedStore store, char letter, Codec<V> codec, int most) {
        StoreTable<V> table = new StoreTable<>(store, letter, codec, most);
        store.onRollback(table.remembered::clear);
        return table;
    }

    /**
     * The key of a row after the last of a table. A scan looks for the row after those it wants; this one keeps it from walking over what
     * was deleted in the next table, which may be a lot.
     */
    static Bytes fence(char letter) {
        return bytes(letter, String.valueOf(AFTER));
    }

    @Override
    public @Nullable V get(String key) {
        Optional<V> row = remembered.get(key);
        if (row == null) {
            byte[] value = store.get(bytes(key));
            row = value == null ? Optional.empty() : Optional.of(codec.read(value));
            remember(key, row);
        }
        return row.orElse(null);
    }

    @Override
    public void put(String key, V value) {
        store.put(bytes(key), codec.write(value), isKnownToBeMissing(key));
        remember(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        if (!isKnownToBeMissing(key)) {
            // Deleting would look up what was there, which nobody wants to know.
            store.delete(bytes(key));
            remember(key, Optional.empty());
        }
    }

    @Override
    public List<String> keys(String prefix, String from, int most) {
        List<String> keys = new ArrayList<>();
        store.range(bytes(from), bytes(prefix + AFTER), (bytes, _) -> {
            String key = text(bytes);
            if (!isFence(key)) {
                keys.add(key);
            }
            return keys.size() < most;
        });
        return keys;
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        store.range(bytes(from), bytes(prefix + AFTER), (bytes, value) -> {
            String key = text(bytes);
            return isFence(key) || visitor.test(key, codec.read(value));
        });
    }

    private boolean isKnownToBeMissing(String key) {
        Optional<V> row = remembered.get(key);
        return row != null && row.isEmpty();
    }

    private void remember(String key, Optional<V> row) {
        if (most > 0) {
            remembered.put(key, row);
        }
    }

    private static boolean isFence(String key) {
        return key.length() == 1 && key.charAt(0) == AFTER;
    }

    private Bytes bytes(String key) {
        return bytes(letter, key);
    }

    private static Bytes bytes(char letter, String key) {
        return Bytes.wrap((letter + key).getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(Bytes key) {
        byte[] bytes = key.get();
        return new String(bytes, 1, bytes.length - 1, StandardCharsets.US_ASCII);
    }
}
