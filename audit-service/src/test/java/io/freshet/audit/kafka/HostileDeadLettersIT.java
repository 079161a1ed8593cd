package io.freshet.audit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LetterDecision;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.audit.jdbc.read.DeadLetterQueries.Wanted;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.contracts.event.SourceRecord;
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
    void the_last_decision_about_a_letter_is_kept_also_if_it_came_before_the_letter() throws SQLException {
        LetterDecision retried = decision(1, DeadLetterDecision.Kind.RETRIED, 1);
        LetterDecision discarded = decision(1, DeadLetterDecision.Kind.DISCARDED, 2);

        writer.appendLetters(List.of(retried, discarded), positions(0), Map.of(LETTERS, 2L));
        writer.appendLetters(List.of(letter(1, "one"), letter(2, "two")), positions(2), Map.of(LETTERS, 4L));
        writer.appendLetters(List.of(retried), positions(4), Map.of(LETTERS, 5L));

        assertEquals(List.of("two"), values(DeadLetterInfo.State.OPEN));
        assertEquals(List.of("one"), values(DeadLetterInfo.State.DISCARDED));
        assertEquals(List.of(), values(DeadLetterInfo.State.RETRIED));
        assertEquals(
                discarded.decision(),
                queries()
                        .at(new SourceRecord("freshet.task-ready", 0, 1))
                        .orElseThrow()
                        .decision());
    }

    @Test
    void letters_are_found_by_topic_reason_and_workflow() throws SQLException {
        LogPartition finished = new LogPartition("freshet.task-finished", 0);
        DeadLetter copy = new DeadLetter(finished, 5, "prod/copy", "No such Task", "planner", "", 0, CLOCK.instant());
        DeadLetter other = new DeadLetter(finished, 6, "prod/other", "gone", "planner", "", 0, CLOCK.instant());

        writer.appendLetters(List.of(copy, other, letter(1, "one")), positions(0), Map.of(LETTERS, 1L));

        assertEquals(List.of(5L), offsets(new Wanted("freshet.task-finished", null, null, "no such task", null)));
        assertEquals(List.of(6L), offsets(new Wanted(null, "prod", "other", null, null)));
        assertEquals(List.of(6L, 5L), offsets(new Wanted(null, "prod", null, null, null)));
        assertEquals(List.of(1L), offsets(new Wanted("freshet.task-ready", null, null, null, null)));
        // A namespace is not what the keys of this topic begin with by chance.
        assertEquals(List.of(), offsets(new Wanted(null, "key", null, null, null)));
    }

    private List<Long> offsets(Wanted wanted) {
        return queries().list(wanted, PageRequest.first(10)).items().stream()
                .map(DeadLetterInfo::offset)
                .toList();
    }

    private List<String> values(DeadLetterInfo.State state) {
        return queries().list(new Wanted(null, null, null, null, state), PageRequest.first(10)).items().stream()
                .map(DeadLetterInfo::value)
                .toList();
    }

    private DeadLetterQueries queries() {
        return new DeadLetterQueries(audit.source());
    }

    private static LetterDecision decision(long offset, DeadLetterDecision.Kind kind, int second) {
        return new LetterDecision(
                new LogPartition("freshet.task-ready", 0),
                offset,
                new DeadLetterDecision(kind, "ada", CLOCK.instant().plusSeconds(second)));
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
        return queries().list(Wanted.ANY, PageRequest.first(1_000)).items();
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
