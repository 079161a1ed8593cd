package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.AttemptQueries;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.EventParts;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outputs of an attempt that are listed in parts before its end. */
@WithPostgres
final class ListedOutputsIT {
    private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");
    private static final InstantSource CLOCK = Clock.fixed(START, ZoneOffset.UTC);
    private static final int OUTPUTS = 2 * EventParts.MAX_ENTRIES + 1;
    private static final InstanceRef SUM = PlausibleHistory.aggregate("2026-01-05");

    private final PlausibleHistory history = new PlausibleHistory(START);
    private Database audit;
    private String attempt = "";

    @BeforeEach
    void tellAnAttemptThatWroteVeryMuchAndTellSomeOfItTwice(TestDatabase database) throws SQLException {
        audit = Database.migrated(database);
        String run = history.begin(history.deployed(1));
        attempt = history.attempt(SUM, run, Reason.NEW, List.of());
        history.succeed(SUM, attempt, run, PlausibleHistory.DAILY, PartitionKey.of("date", "2026-01-05"), "sum");
        List<LogRecord> records = new ArrayList<>();
        for (LogRecord record : history.records()) {
            if (record.event() instanceof AttemptFinished finished) {
                List<AttemptReport> reports = OutputsListed.reportsOf(finished.with(muchOf()));
                records.add(new LogRecord(Topics.TASK_FINISHED, record.key(), reports.getFirst()));
                reports.forEach(report -> records.add(new LogRecord(Topics.TASK_FINISHED, record.key(), report)));
            } else {
                records.add(record);
            }
        }
        WrittenRecords.append(audit.source(), CLOCK, records);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void are_shown_of_the_attempt_as_far_as_they_fit() {
        List<OutputPartition> outputs =
                new AttemptQueries(audit.source()).find(attempt).orElseThrow().outputs();

        assertEquals(EventParts.MAX_ENTRIES, outputs.size());
        assertEquals(output(0), outputs.getFirst());
    }

    @Test
    void are_kept_once_each() throws SQLException {
        try (Connection connection = audit.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM attempt_outputs")) {
            rows.next();
            assertEquals(OUTPUTS, rows.getInt(1));
        }
    }

    private static Outcome.Succeeded muchOf() {
        return new Outcome.Succeeded(
                IntStream.range(0, OUTPUTS).mapToObj(ListedOutputsIT::output).toList(), Map.of(), null);
    }

    private static OutputPartition output(int number) {
        return new OutputPartition(
                PlausibleHistory.DAILY, partition(number), new PartitionVersion(Sha256.of("v" + number), 1, number));
    }

    private static PartitionKey partition(int number) {
        return PartitionKey.of("date", "%05d".formatted(number));
    }
}
