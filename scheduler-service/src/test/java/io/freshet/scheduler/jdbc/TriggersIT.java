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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
        assertEquals(Map.of("date", "2026-01-05"), request.selection().where());
        assertEquals(Map.of("day", "2026-01-05"), request.settings().params());
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
        List<UpstreamEvent> events = events(50);

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
    void events_that_ask_for_the_same_are_one_run_when_they_rest_and_others_are_not_waited_for() throws Exception {
        flow.deploy(ARRIVED.replace("}}}", "}, debounce: 1h}}"));
        store.take(List.of(event("e1", "2026-01-05", 1), event("e2", "2026-01-06", 1), event("e3", "2026-01-05", 1)));
        store.take(List.of(event("e1", "2026-01-05", 1)));

        assertFalse(store.askNext(), "nothing rests yet");
        TriggerInfo waiting = store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow();
        assertEquals(3, waiting.held());
        assertTrue(waiting.due().isAfter(Instant.now()), waiting::toString);
        assertEquals(0, waiting.fired());
        passes("2 hours", "2026-01-05");
        assertEquals(1, askAll());
        store.take(List.of(event("e4", "2026-01-05", 1)));

        RunRequest.Evaluate request = only(flow.requested());
        assertEquals(Map.of("date", "2026-01-05"), request.selection().where());
        assertEquals(
                "2 events, type org.example.arrived, by trigger arrived: e1 of /lab, e3 of /lab",
                request.cause().description());
        String run = DerivedId.run(ScheduleFixture.FLOW, request.cause().id());
        assertEquals(Map.of("e1", "ASKED " + run, "e2", "HELD null", "e3", "ASKED " + run, "e4", "HELD null"), led());
        passes("2 hours");
        assertEquals(2, askAll());
        assertEquals(3, flow.requested().size());
        assertEquals(
                4, store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().fired());
    }

    @Test
    void a_batch_is_full_before_events_rest_and_a_throttle_lets_the_first_go_and_the_others_wait_together()
            throws Exception {
        flow.deploy(ARRIVED.replace("}}}", "}, debounce: 1h, batch: 3}}"));
        store.take(events(8));

        assertEquals(2, askAll());
        assertEquals(2, flow.requested().size());
        assertEquals(
                2, store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().held());

        flow.deploy(ARRIVED.replace("}}}", "}, throttle: 1h}}"));
        assertEquals(1, askAll(), "it is looked at by its new pace, and waits");
        assertEquals(2, flow.requested().size());
        passes("2 hours");
        assertEquals(1, askAll());
        assertEquals(3, flow.requested().size());
        store.take(List.of(event("later", "2026-01-05", 1)));
        assertEquals(0, askAll());
        passes("2 hours");
        assertEquals(1, askAll());
        assertEquals(4, flow.requested().size());
    }

    @Test
    void of_events_that_say_the_same_only_the_first_counts_whoever_reads_them() throws Exception {
        flow.deploy(ARRIVED.replace("}}}", "}, deduplicate: \"data.date + '@' + string(data.rows)\"}}"));

        store.take(List.of(event("e1", "2026-01-05", 1), event("e2", "2026-01-05", 1), event("e3", "2026-01-05", 2)));
        store.take(List.of(event("e2", "2026-01-05", 1), event("e4", "2026-01-05", 2)));

        assertEquals(2, flow.requested().size());
        TriggerInfo trigger = store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow();
        assertEquals(2, trigger.fired());
        assertEquals(2, trigger.repeated());
        TriggerEvent newest = store.events(ScheduleFixture.FLOW, "arrived", Long.MAX_VALUE, 1)
                .items()
                .getFirst();
        assertEquals(TriggerEvent.State.REPEATED, newest.state());
        assertEquals("e3", newest.sameAs());
    }

    @Test
    void what_a_trigger_holds_back_outlives_its_service_and_its_pace_and_not_the_trigger(
            TestDatabase raw, @TempDir Path directory) throws Exception {
        String paced = ARRIVED.replace("}}}", "}, debounce: 1h}}");
        flow.deploy(paced);
        store.take(events(2));
        flow.close();
        flow = ScheduleFixture.open(raw, directory);
        store = flow.database().context().getBean(TriggerStore.class);

        flow.commit(ARRIVED, Map.of());
        assertFalse(store.askNext(), "the version is not on the log");
        flow.publish();
        assertEquals(1, askAll(), "there is no pace any more");
        assertEquals(1, flow.requested().size());

        flow.deploy(paced);
        store.take(List.of(event("dropped", "2026-01-05", 1)));
        flow.deploy("");
        passes("2 hours");
        assertEquals(0, askAll());
        TriggerEvent dropped = store.events(ScheduleFixture.FLOW, "arrived", Long.MAX_VALUE, 1)
                .items()
                .getFirst();
        assertEquals("the trigger was removed before it asked for a run", dropped.problem());
        assertEquals(1, flow.requested().size());
    }

    @Test
    void several_schedulers_ask_once_for_what_was_held_back_while_more_comes() throws Exception {
        flow.deploy(ARRIVED.replace("}}}", "}, batch: 7}}"));
        AtomicBoolean ends = new AtomicBoolean();
        List<Thread> schedulers = Stream.<Runnable>of(
                        () -> events(100).forEach(event -> store.take(List.of(event))),
                        () -> events(100).reversed().forEach(event -> store.take(List.of(event))),
                        () -> askUntil(ends),
                        () -> askUntil(ends))
                .map(scheduler -> Thread.ofPlatform().start(scheduler))
                .toList();
        schedulers.get(0).join();
        schedulers.get(1).join();
        ends.set(true);
        schedulers.get(2).join();
        schedulers.get(3).join();

        List<TriggerEvent> events = store.events(ScheduleFixture.FLOW, "arrived", Long.MAX_VALUE, 1_000)
                .items();
        assertEquals(100, events.size());
        assertEquals(
                flow.requested().stream()
                        .map(request -> DerivedId.run(
                                ScheduleFixture.FLOW, request.cause().id()))
                        .sorted()
                        .toList(),
                events.stream().map(TriggerEvent::run).distinct().sorted().toList());
        assertEquals(
                100,
                store.trigger(ScheduleFixture.FLOW, "arrived").orElseThrow().fired());
    }

    private void askUntil(AtomicBoolean ends) {
        boolean last;
        do {
            last = ends.get();
            askAll();
        } while (!last);
    }

    private int askAll() {
        int asked = 0;
        while (store.askNext()) {
            asked++;
        }
        return asked;
    }

    /** Time goes by for what is held back. */
    private void passes(String interval) throws Exception {
        passes(interval, "");
    }

    private void passes(String interval, String date) throws Exception {
        flow.update("""
                UPDATE trigger_holds SET first_at = first_at - ?::interval, last_at = last_at - ?::interval,
                    launched_at = launched_at - ?::interval, next_at = next_at - ?::interval
                WHERE asked::text LIKE ?
                """, interval, interval, interval, interval, "%" + date + "%");
    }

    /** What became of each event, by its id. */
    private Map<String, String> led() {
        return store.events(ScheduleFixture.FLOW, "arrived", Long.MAX_VALUE, 100).items().stream()
                .collect(Collectors.toMap(TriggerEvent::id, event -> event.state() + " " + event.run()));
    }

    private static List<UpstreamEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> event("e" + number, "2026-01-05", 1))
                .toList();
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
