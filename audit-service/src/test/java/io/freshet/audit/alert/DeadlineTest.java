package io.freshet.audit.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DeadlineSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One deadline, one look after the other. */
final class DeadlineTest {
    static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    static final WorkflowRef WORKFLOW = new WorkflowRef("prod", "claims");
    static final Layout DAILY = Layout.parse("{date:yyyy-MM-dd}.csv");

    @Test
    void expects_the_day_at_its_time_also_where_clocks_are_changed() {
        Deadline gap = daily("30 2 * * *", Map.of());
        Expectation first = gap.first(Instant.parse("2026-03-08T08:00:00Z")).orElseThrow();

        // 02:30 does not come on this day: the gap ends at 10:00 UTC.
        assertEquals(Instant.parse("2026-03-08T10:00:00Z"), first.due());
        assertEquals(List.of(PartitionKey.of("date", "2026-03-08")), first.partitions());
        assertEquals(
                Instant.parse("2026-03-09T09:30:00Z"),
                gap.next(first, first.due()).orElseThrow().due());
        Deadline overlap = daily("30 1 * * *", Map.of());
        Expectation twice = overlap.first(Instant.parse("2026-11-01T08:00:00Z")).orElseThrow();
        assertEquals(Instant.parse("2026-11-01T08:30:00Z"), twice.due());
        assertEquals(
                Instant.parse("2026-11-02T09:30:00Z"),
                overlap.next(twice, twice.due()).orElseThrow().due());
    }

    @Test
    void expects_each_of_several_partitions_of_the_day_before() {
        Deadline deadline = new Deadline(
                WORKFLOW,
                new DeadlineSpec(
                        "d",
                        new DeadlineSpec.Partitions(
                                "cleaned",
                                Map.of(
                                        "date",
                                        List.of("{nominal-1d:yyyy-MM-dd}"),
                                        "source",
                                        List.of("north", "south"))),
                        new DeadlineSpec.At("30 7 * * *", LOS_ANGELES, List.of())),
                Layout.parse("{source}/{date:yyyy-MM-dd}/*.csv"));

        Expectation first =
                deadline.first(Instant.parse("2026-06-01T12:00:00Z")).orElseThrow();

        assertEquals(
                List.of(
                        PartitionKey.of("source", "north", "date", "2026-05-31"),
                        PartitionKey.of("source", "south", "date", "2026-05-31")),
                first.partitions());
    }

    @Test
    void is_late_only_once_the_log_was_read_so_far_and_then_arrives() {
        Deadline deadline = daily("30 7 * * *", Map.of());
        Expectation first =
                deadline.first(Instant.parse("2026-06-01T12:00:00Z")).orElseThrow();
        Instant due = first.due();
        Instant later = due.plus(Duration.ofHours(2));

        assertEquals(
                first,
                deadline.step(first, new Deadline.Look(later, due), Nothing.ARRIVED, false)
                        .kept()
                        .getFirst());
        Deadline.Step late = deadline.step(first, new Deadline.Look(later, later), Nothing.ARRIVED, false);
        assertTrue(late.missed());
        assertEquals(new DeadlineState.Late(later), late.kept().getFirst().state());
        assertEquals(2, late.kept().size());
        Deadline.Look again = new Deadline.Look(later.plusSeconds(60), later.plusSeconds(60));
        Instant arrived = later.plusSeconds(30);
        Deadline.Step there = deadline.step(late.kept().getFirst(), again, new At(arrived), true);
        assertFalse(there.missed());
        assertEquals(
                new DeadlineState.Arrived(arrived, later),
                there.kept().getFirst().state());
    }

    @Test
    void finds_a_miss_also_after_it_has_arrived_and_no_miss_where_it_was_in_time() {
        Deadline deadline = daily("30 7 * * *", Map.of());
        Expectation first =
                deadline.first(Instant.parse("2026-06-01T12:00:00Z")).orElseThrow();
        Instant now = first.due().plus(Duration.ofHours(5));
        Deadline.Look look = new Deadline.Look(now, now);

        Instant after = first.due().plusSeconds(1);
        Deadline.Step missed = deadline.step(first, look, new At(after), false);
        assertTrue(missed.missed());
        assertEquals(
                new DeadlineState.Arrived(after, now), missed.kept().getFirst().state());
        assertTrue(deadline.missed(missed.kept().getFirst()).sentence().contains("arrived at " + after));
        Deadline.Step inTime = deadline.step(first, look, new At(first.due()), false);
        assertFalse(inTime.missed());
        assertEquals(
                new DeadlineState.Arrived(first.due(), null),
                inTime.kept().getFirst().state());
    }

    @Test
    void an_age_is_counted_from_the_last_arrival() {
        Deadline deadline = new Deadline(
                WORKFLOW,
                new DeadlineSpec(
                        "d",
                        new DeadlineSpec.Partitions("daily", Map.of()),
                        new DeadlineSpec.Age(Duration.ofHours(26))),
                DAILY);
        Instant deployed = Instant.parse("2026-06-01T12:00:00Z");
        Expectation first = deadline.first(deployed).orElseThrow();
        assertEquals(deployed.plus(Duration.ofHours(26)), first.due());

        Instant arrived = deployed.plus(Duration.ofHours(3));
        Deadline.Step moved = deadline.step(first, new Deadline.Look(arrived, arrived), new At(arrived), false);

        assertTrue(moved.moved());
        assertFalse(moved.missed());
        assertEquals(arrived.plus(Duration.ofHours(26)), moved.kept().getFirst().due());
        Instant later = arrived.plus(Duration.ofHours(27));
        Deadline.Step late =
                deadline.step(moved.kept().getFirst(), new Deadline.Look(later, later), Nothing.ARRIVED, false);
        assertTrue(late.missed());
        assertEquals(1, late.kept().size());
    }

    @Test
    void nothing_is_expected_on_days_that_do_not_count() {
        Deadline deadline = new Deadline(
                WORKFLOW,
                new DeadlineSpec(
                        "d",
                        new DeadlineSpec.Partitions("daily", Map.of()),
                        new DeadlineSpec.At(
                                "30 7 * * *",
                                LOS_ANGELES,
                                List.of(LocalDate.parse("2026-06-05")),
                                new DeadlineSpec.Days(
                                        "business-days.txt",
                                        List.of(
                                                LocalDate.parse("2026-06-01"),
                                                LocalDate.parse("2026-06-04"),
                                                LocalDate.parse("2026-06-05"),
                                                LocalDate.parse("2026-06-08"))))),
                DAILY);
        Expectation first =
                deadline.first(Instant.parse("2026-06-01T20:00:00Z")).orElseThrow();
        assertEquals(List.of(PartitionKey.of("date", "2026-06-04")), first.partitions());
        assertEquals(Instant.parse("2026-06-01T14:30:00Z"), first.since());

        Instant longAfter = Instant.parse("2026-06-30T00:00:00Z");
        Deadline.Step step = deadline.step(first, new Deadline.Look(longAfter, longAfter), Nothing.ARRIVED, false);

        assertTrue(step.missed());
        assertEquals(
                List.of(Instant.parse("2026-06-04T14:30:00Z"), Instant.parse("2026-06-08T14:30:00Z")),
                step.kept().stream().map(Expectation::due).toList(),
                "the last day of the file is the last");
    }

    static Deadline daily(String cron, Map<String, List<String>> partition) {
        return new Deadline(
                WORKFLOW,
                new DeadlineSpec(
                        "d",
                        new DeadlineSpec.Partitions("daily", partition),
                        new DeadlineSpec.At(cron, LOS_ANGELES, List.of())),
                DAILY);
    }

    private enum Nothing implements Arrivals {
        ARRIVED;

        @Override
        public Optional<Instant> complete(Deadline deadline, Expectation expectation, Instant after) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> last(Deadline deadline, Instant after, Instant until) {
            return Optional.empty();
        }
    }

    /** All that was expected arrived at one time. */
    private record At(Instant time) implements Arrivals {
        @Override
        public Optional<Instant> complete(Deadline deadline, Expectation expectation, Instant after) {
            return Optional.of(time).filter(at -> at.isAfter(after));
        }

        @Override
        public Optional<Instant> last(Deadline deadline, Instant after, Instant until) {
            return Optional.of(time).filter(at -> at.isAfter(after) && !at.isAfter(until));
        }
    }
}
