package io.freshet.planner.store.rows;

import io.freshet.planner.domain.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A table of the rules as part of a state store: all its keys start with the table's letter. */
final class StoreTable<V> implements Table<V> {
    /** Sorts after everything that a key contains. */
    private static final char AFTER = '~';

    private final StagedStore store;
    private final char letter;
    private final Codec<V> codec;

    StoreTable(StagedStore store, char letter, Codec<V> codec) {
        this.store = store;
        this.letter = letter;
        this.codec = codec;
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
        byte[] value = store.get(bytes(key));
        return value == null ? null : codec.read(value);
    }

    @Override
    public void put(String key, V value) {
        store.put(bytes(key), codec.write(value));
    }

    @Override
    public void delete(String key) {
        // Deleting would look up what was there, which nobody wants to know.
        store.put(bytes(key), null);
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
