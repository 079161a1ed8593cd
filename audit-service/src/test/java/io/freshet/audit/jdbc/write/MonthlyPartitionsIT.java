package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.PlausibleHistory;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which partition of a table holds what, and when it is dropped. */
final class MonthlyPartitionsIT extends WithHistoryWriter {
    @Test
    void writes_each_month_into_its_partition_and_drops_it_when_it_is_old() throws SQLException {
        List<LogEntry> entries = entries(PlausibleHistory.random(START, 7, 20));
        append(journal, entries, 1_000);
        assertEquals(0, count("events_default"));
        assertTrue(count("events_2026_01") > 0);
        assertTrue(count("events_2026_02") > 0);

        Instant later = Instant.parse("2026-03-05T00:00:00Z");
        MonthlyPartitions months = new MonthlyPartitions(source, Clock.fixed(later, ZoneOffset.UTC));
        List<String> dropped = months.drop(Duration.ofDays(32), Duration.ofDays(1));

        assertEquals(
                List.of(
                        "events_2026_01",
                        "decisions_2026_01",
                        "spans_2026_01",
                        "log_chunks_2026_01",
                        "log_chunks_2026_02"),
                dropped);
        assertTrue(count("events_2026_02") > 0);
    }

    @Test
    void what_is_of_an_unlikely_time_lies_in_the_default_partition() throws SQLException {
        append(journal, entries(PlausibleHistory.random(Instant.parse("1999-01-01T00:00:00Z"), 7, 2)), 1_000);

        assertTrue(count("events_default") > 0);
        assertFalse(audit.dump().get("instances").isEmpty());
    }
}
