package io.freshet.audit.jdbc;

import io.freshet.audit.domain.Entry;
import io.freshet.audit.domain.ExplanationContract;
import io.freshet.audit.domain.LogPartition;
import io.freshet.audit.domain.Reading;
import io.freshet.audit.domain.WhyFacts;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The facts as the database has them. */
@WithPostgres
final class ExplanationIT extends ExplanationContract {
    private Database audit;

    @BeforeEach
    void migrate(TestDatabase database) {
        audit = Database.migrated(database);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Override
    protected WhyFacts facts(PlausibleHistory told) {
        DataSource source = audit.source();
        InstantSource clock = Clock.fixed(told.now(), ZoneOffset.UTC);
        try {
            append(new Journal(source, new MonthlyPartitions(source, clock), clock), told.records());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        Workflows workflows = new Workflows(source);
        return new RecordedFacts(
                source,
                new Instances(source),
                new Runs(source),
                new Attempts(source),
                new Datasets(source, workflows, new Totals(source, clock)),
                workflows);
    }

    private static void append(Journal journal, List<LogRecord> records) throws SQLException {
        Map<String, Long> offsets = new HashMap<>();
        List<Reading> read = new ArrayList<>();
        Map<LogPartition, Long> next = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        for (LogRecord record : records) {
            Entry entry = record.at(offsets.merge(record.topic(), 1L, Long::sum) - 1);
            read.add(Reading.of(entry));
            next.put(new LogPartition(entry.topic(), 0), entry.offset() + 1);
            ids.put(entry.topic(), "one");
        }
        journal.append(read, journal.positions(next.keySet(), ids), next);
    }
}
