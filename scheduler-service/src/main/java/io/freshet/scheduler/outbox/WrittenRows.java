package io.freshet.scheduler.outbox;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one transaction as a short text, which is committed with them as the metadata of an offset: so whoever publishes next
 * knows which rows are on the log, also if the database never learned it. At most 100 rows, which need less than the 4,096 bytes that a
 * broker allows by default.
 */
final class WrittenRows {
    private static final int RADIX = 36;

    private WrittenRows() {}

    /**
     * @param outbox whose rows they are
     */
    static String encode(String outbox, List<OutboxRow> rows) {
        StringBuilder text = new StringBuilder(outbox);
        for (OutboxRow row : rows) {
            text.append(' ').append(mark(row));
        }
        return text.toString();
    }

    /** Those of the rows that are in the text, if it is of this outbox. */
    static List<OutboxRow> in(@Nullable String text, String outbox, List<OutboxRow> rows) {
        if (text == null || !text.startsWith(outbox + " ")) {
            return List.of();
        }
        Set<String> marks = new HashSet<>(List.of(text.split(" ")));
        return rows.stream().filter(row -> marks.contains(mark(row))).toList();
    }

    /** Id and content: where a database was restored from a copy, an id may come again for something else. */
    private static String mark(OutboxRow row) {
        CRC32C checksum = new CRC32C();
        update(checksum, row.topic());
        update(checksum, row.key());
        update(checksum, row.content());
        return Long.toString(row.id(), RADIX) + "." + Long.toString(checksum.getValue(), RADIX);
    }

    private static void update(CRC32C checksum, @Nullable String text) {
        checksum.update(text == null ? 0 : 1);
        if (text != null) {
            checksum.update(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
