package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LetterRow;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogGap;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.history.Row;
import io.freshet.contracts.event.Event;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Keeps what was read. A batch and the offsets behind it are one transaction: killed at any point, either both are there or neither
 * is, and reading goes on from what is there. An event that the database refuses becomes a dead letter, and the rest of its batch is
 * kept; a fault of ours, and a database that is away, keep nothing of the batch. Thread-safe.
 */
public final class HistoryWriter {
    private final DataSource database;
    private final Transactions transactions;
    private final MonthlyPartitions months;
    private final InstantSource clock;
    private final SpanWriter spans;

    /** One that keeps the spans of all traces. */
    public HistoryWriter(DataSource database, MonthlyPartitions months, InstantSource clock) {
        this(database, months, clock, 1);
    }

    /**
     * @param sampled the part of the traces whose spans are kept, from 0 to 1
     */
    public HistoryWriter(DataSource database, MonthlyPartitions months, InstantSource clock, double sampled) {
        this.spans = new SpanWriter(sampled);
        this.database = database;
        this.transactions = new Transactions(database);
        this.months = months;
        this.clock = clock;
    }

    /**
     * Where to read on. What of a topic that was made anew had not been read is noted as a gap.
     *
     * @param topicIds Kafka's ids of the topics, by name
     */
    public Map<LogPartition, LogPosition> positions(Collection<LogPartition> partitions, Map<String, String> topicIds) {
        Map<LogPartition, LogPosition> positions = new TreeMap<>();
        transact(connection -> positions.putAll(Offsets.load(connection, partitions, topicIds)));
        return positions;
    }

    /** Goes on at another place, and notes what lies between as a gap. */
    public void skip(LogPartition partition, LogPosition from, LogPosition to, String reason) {
        transact(connection -> Offsets.skip(connection, partition, from, to, reason));
    }

    /** What could never be read, the latest first. */
    public List<LogGap> gaps(int limit) {
        try (Connection connection = database.getConnection()) {
            return Offsets.gaps(connection, limit);
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    /** How far everything was read, by anybody. */
    public Map<LogPartition, Long> allOffsets() {
        try (Connection connection = database.getConnection()) {
            return Offsets.all(connection);
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    /**
     * Keeps a batch.
     *
     * @param expected where the offsets are
     * @param next where they are to be
     * @throws LostPartitionException if an offset is elsewhere: then nothing is kept
     * @throws UnavailableException if the database does not answer: then nothing is kept
     * @throws IllegalStateException if a statement is wrong: then nothing is kept
     */
    public void append(List<FoldResult> batch, Map<LogPartition, LogPosition> expected, Map<LogPartition, Long> next) {
        List<Instant> times = SpanWriter.starts(
                batch.stream().flatMap(reading -> reading.rows().stream()).toList());
        unchecked(() -> {
            months.cover(times);
            atOnceOrEach(
                    batch, this::writeAll, this::writeOrReject, connection -> Offsets.move(connection, expected, next));
        });
    }

    /**
     * Keeps dead letters, and what was decided about them. In place of one that the database will never take a letter about it is kept, which says where it is and why.
     *
     * @throws LostPartitionException if an offset is elsewhere: then nothing is kept
     * @throws UnavailableException if the database does not answer: then nothing is kept
     * @throws IllegalStateException if a statement is wrong: then nothing is kept
     */
    public void appendLetters(
            List<? extends LetterRow> letters, Map<LogPartition, LogPosition> expected, Map<LogPartition, Long> next) {
        unchecked(() -> atOnceOrEach(
                List.<LetterRow>copyOf(letters),
                DeadLetterTable::write,
                this::writeOrReplace,
                connection -> Offsets.move(connection, expected, next)));
    }

    /** Writes all in one transaction; if the database refuses some for good, in another one each by itself. */
    private <T> void atOnceOrEach(List<T> items, WritingOf<List<T>> all, WritingOf<T> one, Writing offsets)
            throws SQLException {
        try {
            inTransaction(connection -> {
                all.write(connection, items);
                offsets.write(connection);
            });
        } catch (SQLException e) {
            requireRefusal(e);
            inTransaction(connection -> {
                for (T item : items) {
                    one.write(connection, item);
                }
                offsets.write(connection);
            });
        }
    }

    private static void requireRefusal(SQLException failure) throws SQLException {
        if (SqlFailure.of(failure) != SqlFailure.DATA) {
            throw failure;
        }
    }

    private void writeOrReplace(Connection connection, LetterRow letter) throws SQLException {
        tryWriting(
                connection,
                () -> DeadLetterTable.write(connection, List.of(letter)),
                refusal -> new DeadLetter(
                        letter.source(),
                        letter.offset(),
                        "",
                        "the database refuses this dead letter: " + refusal.getMessage(),
                        DeadLetter.BY_AUDIT,
                        "",
                        letter instanceof DeadLetter whole ? whole.bytes() : 0,
                        letter instanceof DeadLetter whole ? whole.at() : clock.instant()));
    }

    private void writeAll(Connection connection, List<FoldResult> batch) throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (FoldResult reading : batch) {
            rows.addAll(reading.rows());
            reading.objection().ifPresent(objection -> letters.add(letter(reading.entry(), objection)));
        }
        spans.lock(connection, rows);
        RowWriter.write(connection, spans.withoutUnsampled(rows));
        spans.write(connection, rows);
        if (!letters.isEmpty()) {
            DeadLetterTable.LETTERS.write(connection, letters);
        }
    }

    private void writeOrReject(Connection connection, FoldResult reading) throws SQLException {
        tryWriting(
                connection,
                () -> writeAll(connection, List.of(reading)),
                refusal -> letter(reading.entry(), "the database refuses it: " + refusal.getMessage()));
    }

    /** Writes something, or in its place a letter that says why the database refuses it for good. */
    private static void tryWriting(
            Connection connection, Statements statements, Function<SQLException, DeadLetter> replacement)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statements.run();
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            requireRefusal(e);
            connection.rollback(before);
            DeadLetterTable.LETTERS.write(connection, List.of(replacement.apply(e)));
        }
    }

    @FunctionalInterface
    private interface Statements {
        void run() throws SQLException;
    }

    private DeadLetter letter(LogEntry entry, String reason) {
        Event event = entry.event();
        String json = event == null ? "" : PostgresText.json(event);
        return new DeadLetter(
                new LogPartition(entry.topic(), entry.partition()),
                entry.offset(),
                entry.key(),
                reason,
                DeadLetter.BY_AUDIT,
                json,
                json.getBytes(StandardCharsets.UTF_8).length,
                clock.instant());
    }

    @FunctionalInterface
    private interface Writing {
        void write(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface WritingOf<T> {
        void write(Connection connection, T what) throws SQLException;
    }

    private void transact(Writing writing) {
        unchecked(() -> inTransaction(writing));
    }

    private static void unchecked(Statements statements) {
        try {
            statements.run();
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }

    private void inTransaction(Writing writing) throws SQLException {
        transactions.call(connection -> {
            writing.write(connection);
            return true;
        });
    }
}
