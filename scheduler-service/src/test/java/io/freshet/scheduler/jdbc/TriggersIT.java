package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event triggers in a real database: how they come, change and go with their workflow, and what events lead to, once. */
@WithPostgres
class TriggersIT {
    private static final String ARRIVED =
            "{event: {name: arrived, type: org.example.arrived, filter: data.rows > 0, where: {date: data.date}, params: {day: data.date}}}";

    private ScheduleFixture flow;
    private TriggerStore store;

    @BeforeEach
    void open(TestDatabase empty, @TempDir Path directory) {
        flow = ScheduleFixture.open(empty, directory);
        store = flow.database().context().getBean(TriggerStore.class);
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void an_event_asks_for_a_run_that_says_of_what_it_is_once_however_often_it_is_read() throws Exception {
        flow.deploy(ARRIVED);

        assertTrue(store.take(List.of(event("e1", "2026-01-05", 3), event("e1", "2026-01-05", 3))));
        assertTrue(store.take(List.of(event("e1", "2026-01-05", 3), event("none", "2026-01-05", 0))));

        RunRequest.Evaluate request = only(flow.requested());
        assertEquals(Map.of("date", "2026-01-05"), request.where());
        assertEquals(Map.of("day", "2026-01-05"), request.params());
        assertEquals(Cause.Kind.EVENT, request.cause().kind());
        assertEquals(
                "event e1 of /lab, type org.example.arrived, by trigger arrived",
                request.cause().description());
        assertEquals("trigger arrived", request.requestedBy());
        TriggerInfo trigger = only(store.triggers("prod", null, 10).items());
        assertEquals(1, trigger.fired());
        assertEquals(0, trigger.refused());
        assertEquals(
                DerivedId.run(ScheduleFixture.FLOW, request.cause().id()),
                trigger.last().run());
    }

    @Test
    void what_cannot_be_mapped_is_recorded_with_its_reason_and_stops_nothing() throws Exception {
        flow.deploy(ARRIVED);

        store.take(List.of(event("no date", null, 1), event("no day", "in May", 1), event("right", "2026-01-06", 1)));

        assertEquals(1, flow.requested().size());
        List<TriggerEvent> events = store.events(ScheduleFixture.FLOW, "arrived", Long.MAX_VALUE, 10)
                .items();
        assertEquals(
                List.of("right", "no day", "no date"),
                events.stream().map(TriggerEvent::id).toList());
        assertNull(events.getFirst().problem());
        assertTrue(events.get(1).problem().contains("in May"), events.get(1).problem());
        assertTrue(
                events.get(2).problem().startsWith("where.date: "),
                events.get(2).problem());
        assertEquals(
                2, store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().refused());
    }

    @Test
    void several_schedulers_that_read_the_same_ask_once() throws Exception {
        flow.deploy(ARRIVED);
        List<UpstreamEvent> events = IntStream.range(0, 50)
                .mapToObj(number -> event("e" + number, "2026-01-05", 1))
                .toList();

        List<Thread> schedulers = Stream.generate(() ->
                        Thread.ofPlatform().start(() -> events.forEach(event -> store.take(List.of(event)))))
                .limit(2)
                .toList();
        for (Thread scheduler : schedulers) {
            scheduler.join();
        }

        assertEquals(50, flow.requested().size());
        assertEquals(
                50, store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().fired());
    }

    @Test
    void a_trigger_follows_its_workflow_and_waits_until_its_version_is_on_the_log() throws Exception {
        flow.commit(ARRIVED, Map.of());
        assertFalse(store.take(List.of(event("e1", "2026-01-05", 1))));
        flow.publish();
        assertTrue(store.take(List.of(event("e1", "2026-01-05", 1))));

        flow.deploy(ARRIVED.replace("data.rows > 0", "data.rows > 10"));
        assertTrue(store.take(List.of(event("e2", "2026-01-05", 5))));
        assertEquals(
                1, store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().fired(), "it goes on counting");
        flow.deploy("");
        assertEquals(List.of(), store.triggers("prod", null, 10).items());
        flow.deploy(ARRIVED);
        assertTrue(store.take(List.of(event("e1", "2026-01-05", 1))));
        assertEquals(1, flow.requested().size(), "what is known is known");

        flow.database().definitions().remove(ScheduleFixture.FLOW, Instant.EPOCH);
        assertEquals(List.of(), store.triggers("prod", null, 10).items());
        assertTrue(store.take(List.of(event("e3", "2026-01-05", 1))));
        assertEquals(1, flow.requested().size());
    }

    @Test
    void they_are_listed_in_pages_and_events_are_forgotten_after_their_time() throws Exception {
        flow.deploy(ARRIVED + ", " + ARRIVED.replace("name: arrived", "name: other"));
        store.take(List.of(event("e1", "2026-01-05", 1), event("e2", "2026-01-05", 1)));

        Page<TriggerInfo> first = store.triggers("prod", null, 1);
        assertEquals("arrived", only(first.items()).trigger());
        assertEquals(
                "other", only(store.triggers("prod", first.next(), 1).items()).trigger());
        Page<TriggerEvent> newest = store.events(ScheduleFixture.FLOW, "other", Long.MAX_VALUE, 1);
        assertEquals("e2", only(newest.items()).id());
        assertEquals(
                "e1",
                only(store.events(ScheduleFixture.FLOW, "other", Long.parseLong(newest.next()), 1)
                                .items())
                        .id());

        assertEquals(0, store.forget(Duration.ofDays(1), 10));
        assertEquals(3, store.forget(Duration.ZERO, 3));
        assertEquals(1, store.forget(Duration.ZERO, 3));
    }

    private static <T> T only(List<T> list) {
        assertEquals(1, list.size(), list::toString);
        return list.getFirst();
    }

    private static UpstreamEvent event(String id, String date, int rows) {
        String data = date == null
                ? "{\"rows\": %d}".formatted(rows)
                : "{\"rows\": %d, \"date\": \"%s\"}".formatted(rows, date);
        Checked<UpstreamEvent> event = UpstreamEvent.binary(
                Map.of("specversion", "1.0", "id", id, "source", "/lab", "type", "org.example.arrived"),
                data.getBytes(StandardCharsets.UTF_8));
        return ((Checked.Valid<UpstreamEvent>) event).value();
    }
}
