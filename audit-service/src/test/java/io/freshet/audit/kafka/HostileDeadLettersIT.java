package io.freshet.audit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anybody may write to a dead-letter topic, so whatever is there must be kept or set aside, and never holds up what follows. */
@WithPostgres
final class HostileDeadLettersIT {
    private static final InstantSource CLOCK = Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);
    private static final LogPartition LETTERS = new LogPartition("freshet.task-ready.dlq", 0);
    private static final List<String> HEADERS =
            List.of("topic", "partition", "offset", "exception", "message", "rejected-by");

    private Database audit;
    private HistoryWriter writer;

    @BeforeEach
    void migrate(TestDatabase database) {
        audit = Database.migrated(database);
        writer = new HistoryWriter(audit.source(), new MonthlyPartitions(audit.source(), CLOCK), CLOCK);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void whatever_a_letter_holds_the_database_takes_it() throws SQLException {
        Random random = new Random(7);
        List<DeadLetter> letters = new ArrayList<>();
        for (int offset = 0; offset < 500; offset++) {
            letters.add(DeadLetterReader.read(hostile(random, offset)));
        }

        writer.appendLetters(letters, positions(0), Map.of(LETTERS, 500L));

        List<DeadLetterInfo> kept = kept();
        assertEquals(
                letters.stream()
                        .map(letter -> letter.source() + "@" + letter.offset())
                        .distinct()
                        .count(),
                kept.size());
        assertTrue(
                kept.stream().noneMatch(letter -> letter.reason().startsWith("the database refuses")), kept::toString);
    }

    @Test
    void in_place_of_a_letter_that_is_refused_for_good_is_one_that_says_so_and_reading_goes_on() throws SQLException {
        refusing("value <> 'poison'");
        List<DeadLetter> letters = List.of(letter(1, "one"), letter(2, "poison"), letter(3, "three"));

        writer.appendLetters(letters, positions(0), Map.of(LETTERS, 4L));

        List<DeadLetterInfo> kept = kept();
        assertEquals(
                List.of("three", "", "one"),
                kept.stream().map(DeadLetterInfo::value).toList());
        assertTrue(kept.get(1).reason().startsWith("the database refuses this dead letter"), kept::toString);
        assertEquals("audit", kept.get(1).rejectedBy());
        assertEquals(4, writer.allOffsets().get(LETTERS));
    }

    @Test
    void a_wrong_statement_sets_no_letter_aside() throws SQLException {
        execute("ALTER TABLE dead_letters RENAME COLUMN bytes TO size");

        assertThrows(
                IllegalStateException.class,
                () -> writer.appendLetters(List.of(letter(1, "one")), positions(0), Map.of(LETTERS, 2L)));

        execute("ALTER TABLE dead_letters RENAME COLUMN size TO bytes");
        assertEquals(List.of(), kept());
    }

    private Map<LogPartition, LogPosition> positions(long next) throws SQLException {
        Map<LogPartition, LogPosition> positions = writer.positions(List.of(LETTERS), Map.of(LETTERS.topic(), "id"));
        assertEquals(next, positions.get(LETTERS).next());
        return positions;
    }

    private List<DeadLetterInfo> kept() {
        return audit.bean(DeadLetterQueries.class)
                .list(PageRequest.first(1_000))
                .items();
    }

    private void refusing(String condition) throws SQLException {
        execute("ALTER TABLE dead_letters ADD CONSTRAINT hostile CHECK (" + condition + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = audit.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DeadLetter letter(long offset, String value) {
        return new DeadLetter(
                new LogPartition("freshet.task-ready", 0),
                offset,
                "key",
                "unreadable",
                "launcher",
                value,
                value.length(),
                CLOCK.instant().minusSeconds(10 - offset));
    }

    private static ConsumerRecord<byte[], byte[]> hostile(Random random, long offset) {
        RecordHeaders headers = new RecordHeaders();
        for (String name : HEADERS) {
            if (random.nextBoolean()) {
                headers.add("__streams.errors." + name, text(random));
            }
        }
        if (random.nextBoolean()) {
            headers.add("freshet.value-omitted", text(random));
        }
        return new ConsumerRecord<>(
                LETTERS.topic(),
                0,
                offset,
                random.nextInt(3) == 0 ? random.nextLong() : 1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                random.nextInt(4) == 0 ? null : text(random),
                random.nextInt(4) == 0 ? null : text(random),
                headers,
                Optional.empty());
    }

    /** Numbers, noise, NULs, and characters of four bytes at every possible place of a cut. */
    private static byte[] text(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8);
            case 1 -> new byte[random.nextInt(20_000)];
            case 2 -> ("x".repeat(random.nextInt(4)) + "\uD83D\uDE00".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
            case 3 -> "freshet.task-ready".getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] noise = new byte[random.nextInt(20_000)];
                random.nextBytes(noise);
                yield noise;
            }
        };
    }
}
