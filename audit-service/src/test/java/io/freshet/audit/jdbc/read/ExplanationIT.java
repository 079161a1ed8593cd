package io.freshet.audit.jdbc.read;

import io.freshet.audit.explain.ExplainerContract;
import io.freshet.audit.explain.HistoryQueries;
import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
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
final class ExplanationIT extends ExplainerContract {
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
    protected HistoryQueries facts(PlausibleHistory told) {
        DataSource source = audit.source();
        InstantSource clock = Clock.fixed(told.now(), ZoneOffset.UTC);
        try {
            append(new HistoryWriter(source, new MonthlyPartitions(source, clock), clock), told.records());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        WorkflowQueries workflows = new WorkflowQueries(source);
        return new JdbcHistoryQueries(
                source,
                new InstanceQueries(source),
                new RunQueries(source),
                new AttemptQueries(source),
                new DatasetQueries(source, workflows, new Totals(source, clock)),
                workflows);
    }

    private static void append(HistoryWriter journal, List<LogRecord> records) throws SQLException {
        Map<String, Long> offsets = new HashMap<>();
        List<FoldResult> read = new ArrayList<>();
        Map<LogPartition, Long> next = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        for (LogRecord record : records) {
            LogEntry entry = record.at(offsets.merge(record.topic(), 1L, Long::sum) - 1);
            read.add(FoldResult.of(entry));
            next.put(new LogPartition(entry.topic(), 0), entry.offset() + 1);
            ids.put(entry.topic(), "one");
        }
        journal.append(read, journal.positions(next.keySet(), ids), next);
    }
}
