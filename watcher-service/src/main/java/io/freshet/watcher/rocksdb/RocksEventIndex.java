package io.freshet.watcher.rocksdb;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.ledger.EventIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDB;

/**
 * The rows of what was read of the topic of events. They come after those of all datasets, whose names begin with a letter.
 *
 * <pre>
 * ~ e event                 an event that was read                      -> the day of its writing
 * ~ l                       the topic, by its identity                  -> text
 * ~ o partition             where to read on                            -> number
 * ~ t day event             the same event, by day                      -> nothing
 * ~ z                       the totals                                  -> JSON
 * </pre>
 */
final class RocksEventIndex implements EventIndex {
    static final byte FIRST = '~';
    private static final byte[] NOTHING = {};
    private static final int STEP = 1_000;

    private final LedgerRows rows;

    RocksEventIndex(RocksDB database) {
        this.rows = new LedgerRows(database);
    }

    @Override
    public Map<Integer, Long> positions(String log) {
        byte[] known = rows.get(key('l', NOTHING));
        if (known != null && !log.equals(new String(known, StandardCharsets.UTF_8))) {
            forgetAll();
        }
        Map<Integer, Long> positions = new HashMap<>();
        rows.eachWhile(key('o', NOTHING), (key, value) -> {
            positions.put(
                    ByteBuffer.wrap(key, 2, Integer.BYTES).getInt(),
                    ByteBuffer.wrap(value).getLong());
            return true;
        });
        return positions;
    }

    @Override
    public boolean isKnown(String key) {
        return rows.get(event(key)) != null;
    }

    @Override
    public Totals totals() {
        Totals totals = rows.get(key('z', NOTHING), Totals.class);
        return totals == null ? Totals.NONE : totals;
    }

    @Override
    public void write(Step step) {
        rows.write(batch -> {
            batch.put(key('l', NOTHING), step.log().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<Integer, Long> next : step.next().entrySet()) {
                batch.put(key('o', number(next.getKey())), LedgerValues.number(next.getValue()));
            }
            for (Known known : step.known()) {
                int day = day(known.written());
                batch.put(event(known.key()), number(day));
                batch.put(byDay(day, known.key()), NOTHING);
            }
            for (Forwarded forwarded : step.forwarded()) {
                batch.put(
                        RocksAnnouncements.receivedKey(
                                forwarded.dataset(), forwarded.received().place()),
                        LedgerRows.json(forwarded.received().announcement()));
            }
            batch.put(key('z', NOTHING), LedgerRows.json(step.totals()));
        });
    }

    @Override
    public void forget(Instant before) {
        int limit = day(before);
        List<byte[]> days = new ArrayList<>();
        rows.eachWhile(key('t', NOTHING), (key, value) -> {
            if (ByteBuffer.wrap(key, 2, Integer.BYTES).getInt() >= limit) {
                return false;
            }
            days.add(key);
            if (days.size() == STEP) {
                forget(days);
                days.clear();
            }
            return true;
        });
        forget(days);
    }

    @Override
    public int received(DatasetRef dataset, int limit) {
        int[] count = {0};
        rows.eachWhile((dataset + "\0i").getBytes(StandardCharsets.UTF_8), (key, value) -> ++count[0] < limit);
        return count[0];
    }

    private void forget(List<byte[]> days) {
        rows.write(batch -> {
            for (byte[] day : days) {
                batch.delete(day);
                batch.delete(key('e', java.util.Arrays.copyOfRange(day, 2 + Integer.BYTES, day.length)));
            }
        });
    }

    private void forgetAll() {
        rows.write(batch -> batch.deleteRange(new byte[] {FIRST}, new byte[] {FIRST + 1}));
    }

    /** Days since 1970, which fit until the year 5,881,580. */
    private static int day(Instant instant) {
        return (int) (instant.getEpochSecond() / ChronoUnit.DAYS.getDuration().toSeconds());
    }

    private static byte[] event(String key) {
        return key('e', HexFormat.of().parseHex(key));
    }

    private static byte[] byDay(int day, String event) {
        byte[] id = HexFormat.of().parseHex(event);
        return key(
                't',
                ByteBuffer.allocate(Integer.BYTES + id.length)
                        .putInt(day)
                        .put(id)
                        .array());
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] key(char kind, byte[] rest) {
        return ByteBuffer.allocate(2 + rest.length)
                .put(FIRST)
                .put((byte) kind)
                .put(rest)
                .array();
    }
}
