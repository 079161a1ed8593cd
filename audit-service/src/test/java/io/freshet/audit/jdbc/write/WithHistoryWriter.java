package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that write to a real database, without a broker. */
@WithPostgres
abstract class WithHistoryWriter {
    static final Instant START = Instant.parse("2026-01-31T23:59:59Z");
    static final InstantSource CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    Database audit;
    DataSource source;
    HistoryWriter journal;

    @BeforeEach
    void migrate(TestDatabase database) {
        audit = Database.migrated(database);
        source = audit.source();
        journal = writer(source);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    static HistoryWriter writer(DataSource source) {
        return new HistoryWriter(source, new MonthlyPartitions(source, CLOCK), CLOCK);
    }

    long count(String table) throws SQLException {
        return Query.of("SELECT count(*) AS rows FROM " + table)
                .first(source, fields -> fields.number("rows"))
                .orElseThrow();
    }

    static List<LogEntry> entries(PlausibleHistory history) {
        Map<String, Long> offsets = new HashMap<>();
        List<LogEntry> entries = new ArrayList<>();
        for (LogRecord record : history.records()) {
            entries.add(record.at(offsets.merge(record.topic(), 1L, Long::sum) - 1));
        }
        return entries;
    }

    static void append(HistoryWriter journal, List<LogEntry> entries, int batch) throws SQLException {
        Map<LogPartition, LogPosition> positions = positionsIn(journal, positions(entries), "one");
        for (int from = 0; from < entries.size(); from += batch) {
            List<LogEntry> some = entries.subList(from, Math.min(entries.size(), from + batch));
            Map<LogPartition, Long> next = positions(some);
            journal.append(read(some), positions, next);
            next.forEach((partition, offset) -> positions.put(partition, new LogPosition(0, offset)));
        }
    }

    /** Where the database is, of topics that all have this id. */
    static Map<LogPartition, LogPosition> positionsIn(
            HistoryWriter journal, Map<LogPartition, Long> partitions, String topicId) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        partitions.keySet().forEach(partition -> ids.put(partition.topic(), topicId));
        return new HashMap<>(journal.positions(partitions.keySet(), ids));
    }

    static Map<LogPartition, Long> positions(List<LogEntry> entries) {
        Map<LogPartition, Long> positions = new HashMap<>();
        entries.forEach(entry -> positions.merge(new LogPartition(entry.topic(), 0), entry.offset() + 1, Math::max));
        return positions;
    }

    static List<FoldResult> read(List<LogEntry> entries) {
        return entries.stream().map(FoldResult::of).toList();
    }
}
