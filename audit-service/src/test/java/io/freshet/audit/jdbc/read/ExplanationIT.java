package io.freshet.audit.jdbc.read;

import io.freshet.audit.explain.ExplainerContract;
import io.freshet.audit.explain.HistoryQueries;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.write.Database;
import io.freshet.audit.jdbc.write.WrittenRecords;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
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
            WrittenRecords.append(source, clock, told.records());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        WorkflowQueries workflows = audit.bean(WorkflowQueries.class);
        return new JdbcHistoryQueries(
                source,
                new InstanceQueries(source),
                new RunQueries(source),
                new AttemptQueries(source),
                new DatasetQueries(source, workflows, new Totals(source, clock)),
                workflows);
    }
}
