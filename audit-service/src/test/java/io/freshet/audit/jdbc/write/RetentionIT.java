package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.explain.LineageEdges.Version;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.LineageQueries;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
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
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What old history leaves, on a real database. */
@WithPostgres
final class RetentionIT {
    private static final Instant START = Instant.parse("2026-01-31T23:59:59Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Retention.Periods A_YEAR = new Retention.Periods(YEAR, YEAR);

    private Database audit;
    private DataSource source;

    @BeforeEach
    void migrate(TestDatabase database) {
        audit = Database.migrated(database);
        source = audit.source();
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void deletes_what_is_old_and_nothing_that_the_present_state_is_explained_by(long seed) throws SQLException {
        PlausibleHistory history = PlausibleHistory.random(START, seed, 60);
        append(history);
        Instant cutoff = instant("SELECT percentile_disc(0.7) WITHIN GROUP (ORDER BY at) FROM attempts");
        Set<String> old = texts("SELECT attempt FROM attempts WHERE at < '%s'".formatted(cutoff));
        Set<String> needed = texts("""
                SELECT a FROM instances, unnest(ARRAY[succeeded_attempt, decided_attempt, progress_attempt]) a
                WHERE a IS NOT NULL UNION SELECT attempt FROM partitions WHERE attempt IS NOT NULL
                """);
        Set<String> young = texts("SELECT attempt FROM attempts WHERE at >= '%s'".formatted(cutoff));
        Set<String> instances = texts("SELECT i::text FROM instances i");
        Set<String> present = texts("SELECT p::text FROM partitions p WHERE fingerprint IS NOT NULL");
        String lineage = lineageOfWhatIsPresent();
        Set<String> expected = new TreeSet<>(old);
        expected.retainAll(needed);
        expected.addAll(young);
        Set<String> runsOfWhatIsLeft =
                texts("SELECT run FROM runs WHERE run IN (SELECT run FROM attempts WHERE attempt IN ('%s'))"
                        .formatted(String.join("', '", expected)));

        NavigableMap<String, Long> deleted = retention(at(cutoff), 7).apply(A_YEAR);

        Set<String> left = texts("SELECT attempt FROM attempts");
        assertEquals(expected, left);
        assertTrue(deleted.getOrDefault("attempts", 0L) > 0, deleted::toString);
        assertTrue(left.containsAll(texts("SELECT attempt FROM attempt_inputs")));
        assertTrue(left.containsAll(texts("SELECT attempt FROM attempt_outputs")));
        assertEquals(runsOfWhatIsLeft, texts("SELECT run FROM runs WHERE run IN (SELECT run FROM attempts)"));
        assertEquals(instances, texts("SELECT i::text FROM instances i"));
        assertEquals(present, texts("SELECT p::text FROM partitions p WHERE fingerprint IS NOT NULL"));
        assertEquals(lineage, lineageOfWhatIsPresent());
        assertEquals(Set.of(), texts("""
                SELECT v.id FROM partition_versions v WHERE at < '%s' AND EXISTS (
                    SELECT 1 FROM partition_versions n WHERE n.dataset = v.dataset AND n.partition = v.partition
                    AND n.namespace = v.namespace AND n.seq > v.seq)
                """.formatted(cutoff)));
    }

    @Test
    void deletes_the_same_in_steps_of_any_size(TestDatabase other) throws SQLException {
        PlausibleHistory history = PlausibleHistory.random(START, 9, 60);
        append(history);
        Instant cutoff = instant("SELECT percentile_disc(0.7) WITHIN GROUP (ORDER BY at) FROM attempts");
        NavigableMap<String, Long> atOnce = retention(at(cutoff), 1_000_000).apply(A_YEAR);
        try (TestDatabase empty = other.postgres().newDatabase();
                Database second = Database.migrated(empty)) {
            append(second.source(), history);

            NavigableMap<String, Long> oneByOne = new Retention(second.source(), at(cutoff), 1).apply(A_YEAR);

            assertEquals(atOnce, oneByOne);
            assertEquals(audit.dump(), second.dump());
        }
    }

    @Test
    void deletes_nothing_twice() throws SQLException {
        PlausibleHistory history = PlausibleHistory.random(START, 5, 40);
        append(history);
        Retention retention = retention(at(history.now()), 100);

        assertFalse(retention.apply(A_YEAR).isEmpty());

        assertEquals(Map.of(), retention.apply(A_YEAR));
    }

    @Test
    void deletes_many_rows_of_one_moment_in_steps_past_those_that_are_kept() throws SQLException {
        execute("""
                INSERT INTO attempts (attempt, instance, ready_at)
                SELECT 'a' || n, 'prod/w/t/k=' || n, '2026-01-01Z' FROM generate_series(1, 500) n
                """);
        execute("""
                INSERT INTO instances (instance, namespace, workflow, task, decided_attempt)
                SELECT 'prod/w/t/k=' || n, 'prod', 'w', 't', 'a' || n FROM generate_series(1, 250) n
                """);
        execute("""
                INSERT INTO attempt_outputs SELECT 'a' || n, 'prod', 'd', 'k=' || m, 'f', 1, 1
                FROM generate_series(1, 500) n, generate_series(1, 5) m
                """);

        NavigableMap<String, Long> deleted = retention(at(START), 20).apply(A_YEAR);

        assertEquals(250, deleted.get("attempts"));
        assertEquals(1_250, deleted.get("attempt_outputs"));
        assertEquals(250, texts("SELECT attempt FROM attempts").size());
    }

    @Test
    void keeps_the_present_version_of_a_workflow_and_the_one_before() throws SQLException {
        execute("""
                INSERT INTO workflow_versions
                SELECT 'prod', 'w', n, 'b', '{}', 'alice', '{}', '2026-01-01Z' FROM generate_series(1, 5) n
                """);
        execute("INSERT INTO workflow_versions VALUES ('prod', 'gone', 1, 'b', '{}', 'alice', '{}', '2026-01-01Z')");
        execute("INSERT INTO workflows VALUES ('prod', 'w', 5, 1), ('prod', 'gone', NULL, 2)");

        retention(at(START), 2).apply(A_YEAR);

        assertEquals(Set.of("w4", "w5"), texts("SELECT workflow || version FROM workflow_versions"));
    }

    @Test
    void dead_letters_have_a_period_of_their_own() throws SQLException {
        execute("""
                INSERT INTO dead_letters SELECT 't', 0, n, 'k', 'r', 's', 'v', 1, '2026-01-01Z'::timestamptz + n * '1 day'::interval
                FROM generate_series(1, 20) n
                """);
        Instant tenthDay = Instant.parse("2026-01-11T12:00:00Z");
        InstantSource now = Clock.fixed(tenthDay.plus(Duration.ofDays(90)), ZoneOffset.UTC);

        retention(now, 3).apply(new Retention.Periods(YEAR, Duration.ofDays(90)));

        assertEquals(10, texts("SELECT record_offset::text FROM dead_letters").size());
    }

    private Retention retention(InstantSource now, int atOnce) {
        return new Retention(source, now, atOnce);
    }

    /** A clock at which a year goes back to this. */
    private static InstantSource at(Instant cutoff) {
        return Clock.fixed(cutoff.plus(YEAR), ZoneOffset.UTC);
    }

    private String lineageOfWhatIsPresent() throws SQLException {
        List<Version> versions = new ArrayList<>();
        for (String row :
                texts("SELECT namespace || ' ' || dataset || ' ' || partition || ' ' || fingerprint FROM partitions"
                        + " WHERE fingerprint IS NOT NULL")) {
            String[] parts = row.split(" ");
            versions.add(new Version(
                    new DatasetRef(parts[0], parts[1]), PartitionKey.parse(parts[2]), new Fingerprint(parts[3])));
        }
        assertFalse(versions.isEmpty());
        LineageQueries lineage = new LineageQueries(source);
        return lineage.up(versions) + "\n" + lineage.describe(versions);
    }

    private void append(PlausibleHistory history) throws SQLException {
        append(source, history);
    }

    private static void append(DataSource database, PlausibleHistory history) throws SQLException {
        WrittenRecords.append(database, Clock.fixed(START, ZoneOffset.UTC), history.records());
    }

    private Set<String> texts(String sql) throws SQLException {
        Set<String> texts = new TreeSet<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Instant instant(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getObject(1, java.time.OffsetDateTime.class).toInstant();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
