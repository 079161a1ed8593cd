package io.freshet.audit.http;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** Tests that share one service, which has read the history of a namespace that no other test has. */
@WithKafka
@WithPostgres
abstract class WithRunningAudit {
    static final PartitionKey NORTH = RunningAudit.NORTH;
    static final PartitionKey SOUTH = RunningAudit.SOUTH;
    static final PartitionKey BAD = RunningAudit.BAD;
    static final PartitionKey FIRST_DAY = RunningAudit.FIRST_DAY;
    static final Duration LIMIT = RunningAudit.LIMIT;
    static final Instant START = RunningAudit.START;

    static String namespace;
    static RunningAudit audit;
    static AuditClient client;
    static PlausibleHistory history;

    @BeforeAll
    static void startService(TestKafka broker, TestDatabase database, TestInfo test) throws IOException {
        namespace = test.getTestClass().orElseThrow().getSimpleName().toLowerCase(Locale.ROOT);
        audit = RunningAudit.start(broker, database, namespace);
        client = audit.client();
        history = audit.history();
    }

    @AfterAll
    static void stopService() {
        audit.close();
    }
}
