package io.freshet.scheduler.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrittenRowsTest {
    private static final String OUTBOX = "4dd52fc6-1a7c-43ea-9f01-a2c5d5f5a1b8";

    @Test
    void says_of_every_row_whether_it_was_written() {
        Random random = new Random(23);
        for (int round = 0; round < 200; round++) {
            List<OutboxRow> all = rows(random, 200);
            List<OutboxRow> written =
                    all.stream().filter(row -> random.nextBoolean()).limit(100).toList();

            List<OutboxRow> found = WrittenRows.in(WrittenRows.encode(OUTBOX, written), OUTBOX, all);

            assertEquals(written, found);
        }
    }

    @Test
    void a_full_batch_fits_into_what_a_broker_allows() {
        List<OutboxRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new OutboxRow(Long.MAX_VALUE - i, "topic", "key", "type", "{}", null));
        }

        assertTrue(WrittenRows.encode(OUTBOX, rows).getBytes(StandardCharsets.UTF_8).length < 4_096);
    }

    @Test
    void another_outbox_or_another_content_under_an_id_was_not_written() {
        OutboxRow row = new OutboxRow(1, "topic", "key", "type", "{}", null);
        String written = WrittenRows.encode(OUTBOX, List.of(row));

        assertEquals(List.of(), WrittenRows.in(written, "another", List.of(row)));
        assertEquals(
                List.of(),
                WrittenRows.in(written, OUTBOX, List.of(new OutboxRow(1, "topic", "key", "type", "{ }", null))));
        assertEquals(
                List.of(),
                WrittenRows.in(written, OUTBOX, List.of(new OutboxRow(1, "topic", "key", null, null, null))));
        assertEquals(List.of(), WrittenRows.in(null, OUTBOX, List.of(row)));
    }

    private static List<OutboxRow> rows(Random random, int count) {
        List<OutboxRow> rows = new ArrayList<>();
        long id = random.nextInt(1_000);
        for (int i = 0; i < count; i++) {
            id += 1 + random.nextInt(3);
            boolean tombstone = random.nextInt(5) == 0;
            rows.add(new OutboxRow(
                    id,
                    "topic",
                    "key " + random.nextInt(9),
                    tombstone ? null : "type",
                    tombstone ? null : "{}" + i,
                    tombstone ? 1 + i : null));
        }
        return rows;
    }
}
