package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.scheduler.schedule.FiredSchedule;
import io.freshet.scheduler.schedule.KeptSchedule;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules in a real database: how they come, change and go with their workflow, and what they ask for. */
@WithPostgres
class SchedulesIT {
    private static final String DAILY =
            "{schedule: {name: daily, cron: \"0 6 * * *\", timezone: America/Los_Angeles, params: {day: \"{nominal-1d:yyyy-MM-dd}\"}, order: oldest-first}}";
    private static final String EACH_SECOND = "{schedule: {name: second, cron: \"* * * * * *\", catchup: all}}";

    @TempDir
    Path directory;

    private ScheduleFixture flow;

    @BeforeEach
    void open(TestDatabase empty) {
        flow = ScheduleFixture.open(empty, directory);
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void a_firing_asks_for_a_run_that_says_of_what_it_is() throws Exception {
        flow.deploy(DAILY);
        assertEquals(Optional.empty(), flow.store().fireNext(), "nothing is due yet");
        Instant nominal = daily().nextNominal();
        flow.update("UPDATE schedules SET next_at = now()");

        // By the clock it has not come; it is due because the row says so.
        flow.update("UPDATE schedules SET next_nominal = '2026-03-09T13:00:00Z'");
        assertInstanceOf(FiredSchedule.Fired.class, flow.store().fireNext().orElseThrow());
        assertEquals(Optional.empty(), flow.store().fireNext());

        RunRequest.Evaluate request = flow.requested().getLast();
        assertEquals(Cause.Kind.SCHEDULED, request.cause().kind());
        assertEquals("daily", request.cause().firing().schedule());
        Instant fired = request.cause().firing().nominalTime();
        LocalDate day = LocalDate.ofInstant(fired, daily().spec().times().timezone());
        assertEquals(Map.of("date", day.toString()), request.selection().where(), "the task has no inputs that say it");
        assertEquals(
                Map.of("day", day.minusDays(1).toString()), request.settings().params());
        assertEquals(PartitionOrder.OLDEST_FIRST, request.settings().order());
        assertEquals("schedule daily", request.requestedBy());
        KeptSchedule after = daily();
        assertEquals(fired, after.last().nominalTime());
        assertEquals(
                DerivedId.run(ScheduleFixture.FLOW, request.cause().id()),
                after.last().run());
        assertEquals(nominal, after.nextNominal());
    }

    @Test
    void a_schedule_follows_its_workflow() throws Exception {
        flow.deploy(DAILY + ", " + EACH_SECOND);
        assertEquals(List.of("daily", "second"), names());
        flow.store().pause(ScheduleFixture.FLOW, "daily", "alice");
        Instant began = second().nextNominal();

        flow.deploy(EACH_SECOND.replace("catchup: all", "catchup: none"));
        assertEquals(List.of("second"), names(), "of the version before nothing is left");
        assertEquals(began, second().nextNominal(), "with the same times it goes on");

        flow.deploy(EACH_SECOND.replace("* * * * * *", "0 0 1 1 *"));
        assertTrue(second().nextNominal().isAfter(began.plus(Duration.ofHours(1))), "with others it begins anew");

        flow.deploy("");
        assertEquals(List.of(), names());
        flow.deploy(DAILY);
        assertNull(daily().pausedBy(), "what was gone and comes again is new");

        flow.database().definitions().remove(ScheduleFixture.FLOW, Instant.EPOCH);
        assertEquals(List.of(), names());
    }

    @Test
    void a_pause_lasts_until_somebody_ends_it_and_what_came_meanwhile_is_left_out() throws Exception {
        flow.deploy(EACH_SECOND);
        KeptSchedule paused =
                flow.store().pause(ScheduleFixture.FLOW, "second", "alice").orElseThrow();
        assertEquals("alice", paused.pausedBy());
        flow.store().pause(ScheduleFixture.FLOW, "second", "bob");
        assertEquals("alice", second().pausedBy(), "who paused it first");
        flow.update("UPDATE schedules SET next_nominal = next_nominal - interval '1 hour'");

        assertEquals(0, flow.fireAll());
        flow.deploy(EACH_SECOND.replace("catchup: all", "catchup: all, jitter: 1s"));
        assertEquals(0, flow.fireAll(), "a new version does not end it");
        assertEquals("alice", second().pausedBy());

        Instant before = second().nextNominal();
        KeptSchedule resumed =
                flow.store().resume(ScheduleFixture.FLOW, "second").orElseThrow();
        assertNull(resumed.pausedBy());
        assertTrue(resumed.nextNominal().isAfter(before.plus(Duration.ofMinutes(59))));
        assertEquals(
                resumed.nextNominal(),
                flow.store()
                        .resume(ScheduleFixture.FLOW, "second")
                        .orElseThrow()
                        .nextNominal());
        assertEquals(Optional.empty(), flow.store().pause(ScheduleFixture.FLOW, "none", "alice"));
    }

    @Test
    void a_schedule_that_cannot_fire_holds_up_no_other_and_says_why() throws Exception {
        flow.deploy(DAILY + ", " + EACH_SECOND);
        flow.update("UPDATE schedules SET next_at = now() - interval '1 hour' WHERE name = 'daily'");
        flow.update("UPDATE schedules SET days = '[\"never\"]' WHERE name = 'daily'");
        flow.update(
                "UPDATE schedules SET next_nominal = next_nominal - interval '3 seconds', next_at = next_at - interval '3 seconds' WHERE name = 'second'");

        assertInstanceOf(FiredSchedule.Failed.class, flow.store().fireNext().orElseThrow());
        assertInstanceOf(FiredSchedule.Fired.class, flow.store().fireNext().orElseThrow());
        assertEquals(List.of("daily", "second"), names());
        assertNotNull(daily().info(3).error());

        assertTrue(flow.nominalTimes().size() >= 2);
        flow.update("UPDATE schedules SET days = NULL, next_at = now() WHERE name = 'daily'");
        assertNotNull(daily().error(), "until it fires");
        flow.fireAll();
        assertNull(daily().error());
    }

    @Test
    void nothing_is_asked_for_of_a_version_that_is_not_on_the_log() throws Exception {
        flow.commit(EACH_SECOND, Map.of());
        flow.update("UPDATE schedules SET next_at = now()");
        assertEquals(0, flow.fireAll());

        flow.publish();
        assertEquals(1, flow.fireAll());
    }

    @Test
    void a_schedule_ends_with_the_days_of_its_calendar() throws Exception {
        String business =
                "{schedule: {name: daily, cron: \"0 6 * * *\", calendar: {only: days.txt, skip: [2999-01-02]}}}";
        flow.deploy(business, Map.of("days.txt", List.of(LocalDate.of(2999, 1, 1), LocalDate.of(2999, 1, 2))));
        assertEquals(Instant.parse("2999-01-01T06:00:00Z"), daily().nextNominal());
        assertEquals(
                List.of(Instant.parse("2999-01-01T06:00:00Z")), daily().info(5).next());

        flow.deploy(business + " ", Map.of("days.txt", List.of(LocalDate.of(1999, 1, 1))));

        assertNull(daily().nextNominal());
        assertEquals(0, flow.fireAll());
    }

    @Test
    void they_are_listed_in_pages() throws Exception {
        flow.deploy(DAILY + ", " + EACH_SECOND);

        Page<KeptSchedule> first = flow.store().schedules("prod", null, 1);
        assertEquals("daily", first.items().getFirst().spec().name());
        Page<KeptSchedule> second = flow.store().schedules("prod", first.next(), 1);
        assertEquals("second", second.items().getFirst().spec().name());
        assertNull(second.next());
        assertEquals(List.of(), flow.store().schedules("test", null, 10).items());
        assertNotEquals(first.items(), second.items());
    }

    private List<String> names() {
        return flow.store().schedules("prod", null, 10).items().stream()
                .map(schedule -> schedule.spec().name())
                .toList();
    }

    private KeptSchedule daily() {
        return flow.store().schedule(ScheduleFixture.FLOW, "daily").orElseThrow();
    }

    private KeptSchedule second() {
        return flow.store().schedule(ScheduleFixture.FLOW, "second").orElseThrow();
    }
}
