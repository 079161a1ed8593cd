package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.audit.explain.LineageEdges.Version;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.LineageQueries;
import io.freshet.audit.jdbc.read.Provenance;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.LineageGraph.Edge;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InputList;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inputs that orders name by the hash of a list. */
@WithPostgres
final class ListedInputsIT {
    private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");
    private static final InstantSource CLOCK = Clock.fixed(START, ZoneOffset.UTC);
    private static final int CHUNKS = 4;
    private static final int OF_A_CHUNK = 500;
    private static final InstanceRef SUM = PlausibleHistory.aggregate("2026-01-05");
    private static final PartitionKey OUTPUT = PartitionKey.of("date", "2026-01-05");

    private final PlausibleHistory history = new PlausibleHistory(START);
    private Database audit;
    private String first = "";
    private String second = "";

    @BeforeEach
    void tellTwoAttemptsOfWhichTheSecondReadsOnePartitionAnew(TestDatabase database) throws SQLException {
        audit = Database.migrated(database);
        Cause cause = history.deployed(1);
        String run = history.begin(cause);
        first = history.attempt(SUM, run, Reason.NEW, List.of(input("first")));
        history.succeed(SUM, first, run, PlausibleHistory.DAILY, OUTPUT, "sum 1");
        second = history.attempt(SUM, run, Reason.INPUT_CHANGED, List.of(input("second")));
        history.succeed(SUM, second, run, PlausibleHistory.DAILY, OUTPUT, "sum 2");
        // Lists are read by a thread of their own, so that they may come last, and twice.
        List<LogRecord> lists = history.records().stream()
                .filter(record -> record.topic().equals(Topics.INPUT_LISTS))
                .toList();
        List<LogRecord> records = new ArrayList<>(history.records());
        records.removeAll(lists);
        records.addAll(lists);
        records.addAll(lists);
        WrittenRecords.append(audit.source(), CLOCK, records);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void are_kept_once_for_all_attempts() throws SQLException {
        assertEquals((CHUNKS + 1) * OF_A_CHUNK, count("chunk_partitions"));
        assertEquals(2 * CHUNKS, count("list_chunks"));
        assertEquals(2, count("listed_inputs"));
        assertEquals(0, count("named_inputs"));
        assertEquals(2 * CHUNKS * OF_A_CHUNK, count("attempt_inputs"));
    }

    @Test
    void are_told_as_those_that_are_named() {
        Provenance provenance = new Provenance(audit.source());

        List<InputChange> inputs = provenance.inputs(first, 3);
        assertEquals(
                List.of(site(0), site(1), site(2)),
                inputs.stream().map(InputChange::partition).toList());
        assertEquals(fingerprint(0, "first"), inputs.getFirst().after());
    }

    @Test
    void differ_by_what_is_in_chunks_that_only_one_attempt_has_read() {
        List<InputChange> changes = new Provenance(audit.source()).inputChanges(second, first, 10);

        assertEquals(1, changes.size());
        assertEquals(site(OF_A_CHUNK), changes.getFirst().partition());
        assertEquals(fingerprint(OF_A_CHUNK, "first"), changes.getFirst().before());
        assertEquals(fingerprint(OF_A_CHUNK, "second"), changes.getFirst().after());
    }

    @Test
    void have_lineage_in_both_directions() {
        LineageQueries lineage = new LineageQueries(audit.source());
        Version read = new Version(PlausibleHistory.CLEANED, site(OF_A_CHUNK), fingerprint(OF_A_CHUNK, "second"));

        assertEquals(
                List.of(second),
                lineage.down(List.of(read)).stream().map(Edge::attempt).toList());
        Version made = new Version(PlausibleHistory.DAILY, OUTPUT, Sha256.of("sum 2"));
        assertEquals(CHUNKS * OF_A_CHUNK, lineage.up(List.of(made)).size());
    }

    @Test
    void are_deleted_with_the_last_attempt_that_has_read_them() throws SQLException {
        Instant later = Instant.now().plus(Duration.ofDays(400));
        Retention retention = new Retention(audit.source(), Clock.fixed(later, ZoneOffset.UTC));

        retention.apply(new Retention.Periods(Duration.ofDays(365), Duration.ofDays(365)));

        // The state of the instance is explained by the second attempt.
        assertEquals(1, count("listed_inputs"));
        assertEquals(CHUNKS, count("list_chunks"));
        assertEquals(CHUNKS * OF_A_CHUNK, count("chunk_partitions"));
        assertEquals(CHUNKS * OF_A_CHUNK, count("attempt_inputs"));
    }

    /** An input whose second chunk has another version of its first partition. */
    private AttemptSpec.Input input(String content) {
        List<ChunkRef> refs = new ArrayList<>();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            List<AttemptSpec.InputPartition> partitions = new ArrayList<>();
            for (int i = 0; i < OF_A_CHUNK; i++) {
                int number = chunk * OF_A_CHUNK + i;
                String version = number == OF_A_CHUNK ? content : "first";
                partitions.add(new AttemptSpec.InputPartition(site(number), fingerprint(number, version)));
            }
            PartitionChunk listed = new PartitionChunk(partitions);
            refs.add(new ChunkRef(listed.hash(), partitions.size()));
            tell(new InputList.ChunkListed(PlausibleHistory.WORKFLOW, listed, history.now()));
        }
        PartitionIndex index = new PartitionIndex(refs);
        tell(new InputList.IndexListed(PlausibleHistory.WORKFLOW, index, history.now()));
        return new AttemptSpec.Input(
                "cleaned",
                PlausibleHistory.CLEANED,
                "cleaned",
                false,
                List.of(),
                new AttemptSpec.ListRef(index.hash(), index.partitions()));
    }

    private void tell(InputList list) {
        history.tell(Topics.INPUT_LISTS, list.hash().hex(), list);
    }

    private static PartitionKey site(int number) {
        return PartitionKey.of("site", "s%05d".formatted(number));
    }

    private static Fingerprint fingerprint(int number, String content) {
        return Sha256.of(number + content);
    }

    private int count(String table) throws SQLException {
        try (Connection connection = audit.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
