package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.Totals;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts that are kept, against counting. */
final class TotalsIT extends WithHistoryWriter {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void totals_are_what_counting_would_say_before_and_after_they_are_summed_up(long seed) throws SQLException {
        Totals totals = new Totals(source, CLOCK);
        append(journal, entries(PlausibleHistory.random(START, seed, 60)), 7);

        assertTotalsAreCounts();
        totals.sumUp();

        assertTotalsAreCounts();
        assertEquals(
                counted("SELECT DISTINCT namespace, workflow, task, state FROM instances WHERE NOT gone"),
                count("instance_totals"));
    }

    @Test
    void an_instance_that_is_no_more_is_in_no_list_and_after_a_while_not_known() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var removed = PlausibleHistory.aggregate("2026-01-01");
        var back = PlausibleHistory.aggregate("2026-01-02");
        for (var instance : List.of(removed, back)) {
            history.decide(instance, InstanceState.READY, Reason.NEW, "new", null, null, List.of());
            history.decide(instance, InstanceState.WAITING, Reason.REMOVED, "gone", null, null, List.of());
        }
        history.decide(back, InstanceState.WAITING, Reason.MISSING_INPUT, "waits", null, null, List.of());
        append(journal, entries(history), 2);
        InstanceQueries instances = new InstanceQueries(source);

        assertTotalsAreCounts();
        assertEquals(1, counted("SELECT 1 FROM instances WHERE NOT gone"));
        assertTrue(instances.find(removed).isPresent());

        Instant later = START.plus(Duration.ofDays(40));
        Totals totals = new Totals(source, Clock.fixed(later, ZoneOffset.UTC));
        assertEquals(0, totals.deleteGone(Duration.ofDays(60)));
        assertEquals(1, totals.deleteGone(Duration.ofDays(30)));

        assertTrue(instances.find(removed).isEmpty());
        assertTrue(instances.find(back).isPresent());
        assertTotalsAreCounts();
    }

    private void assertTotalsAreCounts() {
        assertEquals(
                List.of(),
                differences(
                        "SELECT namespace, workflow, task, state, count(*)::numeric FROM instances WHERE NOT gone"
                                + " GROUP BY namespace, workflow, task, state",
                        "SELECT namespace, workflow, task, state, sum(instances) FROM instance_totals"
                                + " GROUP BY namespace, workflow, task, state HAVING sum(instances) <> 0"));
        assertEquals(
                List.of(),
                differences(
                        "SELECT namespace, dataset, count(*)::numeric, sum(files), sum(bytes) FROM partitions"
                                + " WHERE fingerprint IS NOT NULL GROUP BY namespace, dataset",
                        "SELECT namespace, dataset, sum(partitions), sum(files), sum(bytes) FROM partition_totals"
                                + " GROUP BY namespace, dataset HAVING sum(partitions) <> 0"));
    }

    private List<String> differences(String one, String other) {
        return Query.of("SELECT d::text AS row FROM ((" + one + " EXCEPT " + other + ") UNION ALL (" + other
                        + " EXCEPT " + one + ")) AS d")
                .list(source, fields -> fields.text("row"));
    }

    private long counted(String query) throws SQLException {
        return count("(" + query + ") AS counted");
    }
}
