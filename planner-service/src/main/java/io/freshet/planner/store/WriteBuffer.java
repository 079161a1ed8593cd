package io.freshet.planner.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that are not on disk: those of the transaction in hand, and committed ones, which are soon written again. One that is
 * written again before it is on disk is not kept as it was committed: until the transaction ends nobody may say that the disk has it.
 */
final class WriteBuffer {
    /** A row as it is to be; without a value it is deleted. */
    static final class Row {
        private final byte @Nullable [] value;
        private final int transaction;

        /**
         * @param transaction it was last written in
         */
        private Row(byte @Nullable [] value, int transaction) {
            this.value = value;
            this.transaction = transaction;
        }

        /** Not copied, as in any store. */
        byte @Nullable [] value() {
            return value;
        }
    }

    /** In the order in which they were last wanted. */
    private final Map<Bytes, Row> rows = new LinkedHashMap<>(16, 0.75f, true);

    private int transaction;

    /** Null if the disk has it, if anything has. */
    @Nullable
    Row get(Bytes key) {
        return rows.get(key);
    }

    void put(Bytes key, byte @Nullable [] value) {
        rows.put(key, new Row(value, transaction));
    }

    /** The transaction in hand is committed, and the next one begins. */
    void commit() {
        transaction++;
    }

    int size() {
        return rows.size();
    }

    /**
     * Hands over committed ones, those first that were wanted longest ago, until so many rows are left; or all, if more are of the
     * transaction in hand.
     */
    void shrink(int most, List<KeyValue<Bytes, byte[]>> into) {
        Iterator<Map.Entry<Bytes, Row>> eldest = rows.entrySet().iterator();
        while (rows.size() > most && eldest.hasNext()) {
            Map.Entry<Bytes, Row> row = eldest.next();
            if (row.getValue().transaction != transaction) {
                into.add(KeyValue.pair(row.getKey(), row.getValue().value));
                eldest.remove();
            }
        }
    }

    /** Copies those from a key to another, both inclusive. */
    void between(Bytes from, Bytes to, Map<Bytes, Row> into) {
        rows.forEach((key, row) -> {
            if (key.compareTo(from) >= 0 && key.compareTo(to) <= 0) {
                into.put(key, row);
            }
        });
    }
}
