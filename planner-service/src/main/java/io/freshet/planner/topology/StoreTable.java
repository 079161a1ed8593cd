package io.freshet.planner.topology;

import io.freshet.planner.domain.Table;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A table of the rules as part of a state store: all its keys start with the table's letter. */
final class StoreTable<V> implements Table<V> {
    /** Sorts after everything that a key contains. */
    private static final char AFTER = '~';

    private final KeyValueStore<Bytes, byte[]> store;
    private final char letter;
    private final Codec<V> codec;

    StoreTable(KeyValueStore<Bytes, byte[]> store, char letter, Codec<V> codec) {
        this.store = store;
        this.letter = letter;
        this.codec = codec;
    }

    /**
     * Writes a row after the last of a table, unless it is there. A scan looks for the row after those it wants; this one keeps it from
     * walking over what was deleted in the next table, which may be a lot.
     */
    static void fence(KeyValueStore<Bytes, byte[]> store, char letter) {
        store.putIfAbsent(bytes(letter, String.valueOf(AFTER)), new byte[0]);
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
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(bytes(from), bytes(prefix + AFTER))) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                String key = text(row.key);
                boolean fence = key.length() == 1 && key.charAt(0) == AFTER;
                if (!fence && !visitor.test(key, codec.read(row.value))) {
                    return;
                }
            }
        }
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
