package io.freshet.planner.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.freshet.planner.store.CommittedRows.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommittedRowsTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /** So small that everything happens often. */
    private static final Bounds BOUNDS = new Bounds(6, 40, Duration.ofMinutes(10), Duration.ofDays(6));

    private Instant now = START;
    private KillableDisk disk = new KillableDisk();
    private CommittedRows rows = open();

    private CommittedRows open() {
        return new CommittedRows(disk, () -> now, BOUNDS);
    }

    static List<Long> seeds() {
        return new Random().longs(300).boxed().toList();
    }

    /**
     * Against a map for what is there and another for what is committed, with the changelog in between. A process is killed at any moment
     * and with any part of its writes on disk; the next one gets what the changelog has beyond what the disk says.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void has_what_was_committed_whenever_it_is_killed(long seed) {
        Random random = new Random(seed);
        NavigableMap<String, String> there = new TreeMap<>();
        NavigableMap<String, String> committed = new TreeMap<>();
        List<KeyValue<Bytes, byte[]>> changelog = new ArrayList<>();
        List<KeyValue<Bytes, byte[]>> open = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3, 4 -> {
                    changelog.addAll(open);
                    // The marker of the transaction takes an offset, too.
                    changelog.add(KeyValue.pair(null, null));
                    if (!open.isEmpty()) {
                        rows.committed(changelog.size() - 2);
                    }
                    open.clear();
                    committed = new TreeMap<>(there);
                }
                case 5 -> {
                    String from = key(random);
                    String to = key(random);
                    NavigableMap<String, String> expected =
                            from.compareTo(to) <= 0 ? there.subMap(from, true, to, true) : new TreeMap<>();
                    assertEquals(expected, from.compareTo(to) <= 0 ? range(from, to) : Map.of());
                }
                case 6 -> now = now.plusSeconds(random.nextInt(200));
                case 7 -> {
                    if (random.nextInt(5) == 0) {
                        disk = disk.killed(random);
                        restore(changelog, random);
                        open.clear();
                        there = new TreeMap<>(committed);
                        assertEquals(committed, range("a", "z"));
                    }
                }
                case 8 -> {
                    if (random.nextInt(20) == 0 && open.isEmpty() && !changelog.isEmpty()) {
                        rows.checkpoint(changelog.size() - 1);
                        restore(changelog, random);
                    }
                }
                default -> {
                    String key = key(random);
                    @Nullable String value = random.nextInt(4) == 0 ? null : "" + step;
                    if (value == null) {
                        there.remove(key);
                    } else {
                        there.put(key, value);
                    }
                    put(key, value);
                    open.add(KeyValue.pair(bytes(key), value == null ? null : value(value)));
                }
            }
            String asked = key(random);
            assertEquals(there.get(asked), get(asked));
        }
        assertEquals(there, range("a", "z"));
    }

    private static String key(Random random) {
        return random.nextBoolean() ? "i" + random.nextInt(30) : "n" + random.nextInt(4);
    }

    /** As Kafka Streams does, which may be killed meanwhile, too. */
    private void restore(List<KeyValue<Bytes, byte[]>> changelog, Random random) {
        while (true) {
            rows = open();
            Long offset = rows.offset();
            assertNotNull(offset);
            int next = (int) Math.max(0, offset + 1);
            boolean killed = random.nextInt(4) == 0;
            while (next < changelog.size()) {
                int end = Math.min(changelog.size(), next + 1 + random.nextInt(20));
                rows.restore(changelog.subList(next, end).stream()
                        .filter(record -> record.key != null)
                        .toList());
                next = end;
                if (random.nextInt(3) == 0) {
                    rows.checkpoint(next - 1);
                }
                if (killed && random.nextInt(3) == 0) {
                    break;
                }
            }
            if (!killed) {
                return;
            }
            disk = disk.killed(random);
        }
    }

    @Test
    void keeps_off_the_disk_what_is_not_committed() {
        put("n1", "a");
        rows.committed(0);
        assertEquals(Map.of("n1", "a"), range("n", "nz"));
        put("n1", "b");
        put("n2", "c");

        assertEquals(Map.of("n1", "b", "n2", "c"), range("n", "nz"));

        assertEquals("a", text(disk.get(bytes("n1"))));
        assertNull(disk.get(bytes("n2")));
    }

    @Test
    void writes_what_is_scanned_and_leaves_other_tables() {
        put("n1", "a");
        put("i1", "b");
        rows.committed(1);

        assertEquals(Map.of("n1", "a"), range("n", "nz"));

        assertEquals("a", text(disk.get(bytes("n1"))));
        assertNull(disk.get(bytes("i1")));
    }

    @Test
    void tells_the_disk_how_far_it_is_after_so_many_changes_and_after_a_time() {
        put("n1", "a");
        rows.committed(0);
        assertEquals(CommittedRows.NOTHING, disk.progress().offset());

        for (int i = 0; i < BOUNDS.behind(); i++) {
            put("n1", "" + i);
        }
        rows.committed(40);
        assertEquals(40, disk.progress().offset());

        put("n1", "b");
        now = now.plus(BOUNDS.recorded());
        rows.committed(41);
        assertEquals(new RowStore.Progress(41, now), disk.progress());
    }

    @Test
    void does_not_trust_what_the_changelog_cannot_bring_up_to_date() {
        put("n1", "a");
        rows.checkpoint(0);

        now = now.plus(BOUNDS.trusted()).minusSeconds(1);
        rows = open();
        assertEquals(0, rows.offset());
        // A restored row is no news of when everything was there.
        rows.restore(List.of(KeyValue.pair(bytes("n2"), value("b"))));
        rows.checkpoint(1);
        assertEquals(1, open().offset());

        now = now.plusSeconds(1);
        assertNull(open().offset());
    }

    @Test
    void trusts_what_was_closed_although_nothing_had_happened_for_long() {
        put("n1", "a");
        rows.committed(0);

        now = now.plus(BOUNDS.trusted());
        rows.checkpoint(0);

        assertEquals(0, open().offset());
    }

    @Test
    void is_of_no_use_once_it_is_said_to_be_corrupt() {
        put("n1", "a");
        rows.checkpoint(0);
        put("n1", "b");

        rows.distrust();

        assertEquals("a", get("n1"));
        assertNull(open().offset());
    }

    private void put(String key, @Nullable String value) {
        rows.put(bytes(key), value == null ? null : value(value));
    }

    private @Nullable String get(String key) {
        return text(rows.get(bytes(key)));
    }

    private Map<String, String> range(String from, String to) {
        Map<String, String> found = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> range = rows.range(bytes(from), bytes(to))) {
            while (range.hasNext()) {
                Bytes next = range.peekNextKey();
                KeyValue<Bytes, byte[]> row = range.next();
                assertEquals(next, row.key);
                found.put(text(row.key.get()), text(row.value));
            }
        }
        return found;
    }

    private static Bytes bytes(String key) {
        return Bytes.wrap(value(key));
    }

    private static byte[] value(String text) {
        return text.getBytes(US_ASCII);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, US_ASCII);
    }
}
