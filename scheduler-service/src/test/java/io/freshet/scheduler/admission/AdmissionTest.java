package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final Instant NOW = Asks.START;

    private final AdmissionTables tables = TreeTable.tables();
    private Admission admission = Admission.restored(tables, new AdmissionPolicy(2, false), NOW);

    @Test
    void launches_at_once_where_a_slot_is_free() {
        List<Event> events = ask(Asks.task("clean"));

        LaunchAttempt launch = (LaunchAttempt) events.get(0);
        StateChanged admitted = (StateChanged) events.get(1);
        assertEquals("clean-0", launch.attempt());
        assertEquals(InstanceState.ADMITTED, admitted.state());
        assertEquals(Reason.SLOT_FREE, admitted.reason());
        assertEquals("Admitted to pool 'default', which has 2 slots", admitted.sentence());
        assertEquals(2, events.size());
        assertEquals(Optional.empty(), admission.nextDue());
    }

    @Test
    void says_once_that_an_attempt_waits_for_a_slot() {
        ask(Asks.task("clean").partition(1));
        ask(Asks.task("clean").partition(2));

        List<Event> events = ask(Asks.task("clean").partition(3));

        StateChanged waits = (StateChanged) events.getFirst();
        assertEquals(Reason.NO_SLOT, waits.reason());
        assertEquals(InstanceState.READY, waits.state());
        assertEquals("Waits for a slot of pool 'default': 2 of 2 in use", waits.sentence());
        assertEquals(List.of(), ask(Asks.task("clean").partition(3)), "the same attempt again");
        assertEquals(List.of(), admission.proceed(NOW), "another look");
        assertEquals(List.of("clean-3"), launched(end("clean-1")));
    }

    @Test
    void a_slot_comes_back_once() {
        ask(Asks.task("clean").partition(1));
        ask(Asks.task("clean").partition(2));
        ask(Asks.task("clean").partition(3));
        ask(Asks.task("clean").partition(4));

        assertEquals(List.of("clean-3"), launched(end("clean-1")));

        assertEquals(List.of(), end("clean-1"));
        assertEquals(List.of(), end("never-heard-of"));
        assertEquals(List.of(), end("clean-4"), "one that waits holds no slot");
    }

    @Test
    void higher_priority_first_then_order_key_then_arrival() {
        fillPool();
        ask(Asks.task("a").partition("late").orderKey("2"));
        ask(Asks.task("a").partition("early").orderKey("1"));
        ask(Asks.task("a").partition("early-too").orderKey("1"));
        ask(Asks.task("b").partition("urgent").orderKey("9").priority(5));

        assertEquals(
                List.of("b-urgent", "a-early", "a-early-too", "a-late"),
                launchedByEnding("x-1", "b-urgent", "a-early", "a-early-too"));
    }

    @Test
    void runs_of_one_priority_take_turns() {
        fillPool();
        for (int i = 0; i < 3; i++) {
            ask(Asks.task("a").partition("b" + i).run("backfill"));
        }
        ask(Asks.task("a").partition("d0").run("daily"));
        ask(Asks.task("a").partition("d1").run("daily"));

        assertEquals(
                List.of("a-b0", "a-d0", "a-b1", "a-d1", "a-b2"),
                launchedByEnding("x-1", "a-b0", "a-d0", "a-b1", "a-d1"));
    }

    @Test
    void a_task_at_its_limit_holds_up_nobody_else() {
        resize("default", 10);
        ask(Asks.task("slow").partition(1).maxActive(1));
        List<Event> second = ask(Asks.task("slow").partition(2).maxActive(1));

        assertEquals(
                "Waits because task 'slow' already runs 1 of at most 1 attempts",
                ((StateChanged) second.getFirst()).sentence());
        assertEquals(List.of("quick-0"), launched(ask(Asks.task("quick"))));
        assertEquals(List.of("slow-2"), launched(end("slow-1")));
    }

    @Test
    void a_limit_that_a_slot_in_another_pool_used_up_is_given_back_too() {
        ask(Asks.task("a").partition(1).pool("old").maxActive(1));
        ask(Asks.task("a").partition(2).pool("new").maxActive(1));

        assertEquals(List.of("a-2"), launched(end("a-1")));
    }

    @Test
    void pools_and_namespaces_do_not_share_slots() {
        fillPool();

        assertEquals(List.of("a-0"), launched(ask(Asks.task("a").pool("warehouse"))));
        assertEquals(List.of("test-a-0"), launched(ask(Asks.task("a").namespace("test"))));
    }

    @Test
    void a_larger_pool_launches_what_waits_and_a_smaller_one_stops_nothing() {
        fillPool();
        ask(Asks.task("a").partition(1));
        ask(Asks.task("a").partition(2));
        ask(Asks.task("a").partition(3));

        assertEquals(List.of("a-1", "a-2"), launched(resize("default", 4)));
        assertEquals(List.of(), resize("default", 1));
        assertEquals(List.of(), launchedByEnding("x-1", "x-2", "a-1"));
        assertEquals(List.of("a-3"), launched(end("a-2")));
    }

    @Test
    void a_pool_of_no_slots_is_paused() {
        resize("default", 0);

        StateChanged waits = (StateChanged) ask(Asks.task("a")).getFirst();

        assertEquals("Waits for a slot: pool 'default' is paused (0 slots)", waits.sentence());
        assertEquals(List.of("a-0"), launched(resize("default", null)));
    }

    @Test
    void waits_until_the_time_has_come() {
        Instant due = NOW.plusSeconds(5);

        StateChanged asleep = (StateChanged) ask(Asks.task("a").notBefore(due)).getFirst();

        assertEquals(Reason.NOT_BEFORE, asleep.reason());
        assertEquals("Waits until 2026-01-05T06:00:05Z to start attempt 1", asleep.sentence());
        assertEquals(Optional.of(due), admission.nextDue());
        assertEquals(List.of(), admission.proceed(due.minusMillis(1)));
        assertEquals(List.of("a-0"), launched(admission.proceed(due)));
        assertEquals(Optional.empty(), admission.nextDue());
    }

    /** The planner's clock is an hour ahead of admission's, or behind it. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void waits_as_long_as_the_planner_says_whatever_its_clock_says(long ahead) {
        Instant theirs = NOW.plusSeconds(ahead);

        admission.apply(
                new AdmissionInput.Asked(Asks.task("a")
                        .at(theirs)
                        .notBefore(theirs.plusSeconds(5))
                        .ready()),
                NOW);

        assertEquals(Optional.of(NOW.plusSeconds(5)), admission.nextDue());
    }

    @Test
    void waits_no_longer_when_the_clock_was_put_back_before_a_restart() {
        ask(Asks.task("a").notBefore(NOW.plusSeconds(5)));
        Instant back = NOW.minus(Duration.ofHours(1));

        admission = Admission.restored(tables, new AdmissionPolicy(2, false), back);

        assertEquals(Optional.of(back.plusSeconds(5)), admission.nextDue());
        assertEquals(List.of(), withdraw(Asks.task("a")));
        assertEquals(Optional.empty(), admission.nextDue());
    }

    @Test
    void is_launched_at_once_if_the_time_is_past() {
        assertEquals(List.of("a-0"), launched(ask(Asks.task("a").notBefore(NOW))));
    }

    @Test
    void takes_a_withdrawn_attempt_off_the_queue() {
        fillPool();
        ask(Asks.task("a").partition(1));
        ask(Asks.task("a").partition(2).notBefore(NOW.plusSeconds(1)));

        assertEquals(List.of(), withdraw(Asks.task("a").partition(1)));
        assertEquals(List.of(), withdraw(Asks.task("a").partition(2)));

        assertEquals(List.of(), end("x-1"));
        assertEquals(Optional.empty(), admission.nextDue());
        assertEquals(0, ((TreeTable<?>) tables.queued()).size());
        assertEquals(0, ((TreeTable<?>) tables.turns()).size());
    }

    @Test
    void has_a_launched_attempt_that_is_withdrawn_stopped_once() {
        ask(Asks.task("a"));

        CancelAttempt cancel = (CancelAttempt) withdraw(Asks.task("a")).getFirst();

        assertEquals("a-0", cancel.attempt());
        assertEquals(Reason.SUPERSEDED, cancel.reason());
        assertEquals(List.of(), withdraw(Asks.task("a")));
        assertEquals(List.of(), withdraw(Asks.task("unknown")));
    }

    @Test
    void keeps_when_an_attempt_was_launched() {
        ask(Asks.task("a"));

        assertEquals(NOW, tables.launched().get("a-0").launchedAt());
    }

    @Test
    void launches_many_in_steps() {
        resize("default", 0);
        int many = 3 * Admission.MOST_PER_STEP / 2;
        for (int i = 0; i < many; i++) {
            ask(Asks.task("a").partition(i));
        }

        assertEquals(
                Admission.MOST_PER_STEP, launched(resize("default", 10_000)).size());
        assertTrue(admission.nextDue().orElseThrow().isBefore(NOW));
        assertEquals(
                many - Admission.MOST_PER_STEP, launched(admission.proceed(NOW)).size());
        assertEquals(Optional.empty(), admission.nextDue());
    }

    @Test
    void goes_on_where_it_was_after_a_restart() {
        fillPool();
        ask(Asks.task("a").partition("b0").run("backfill"));
        ask(Asks.task("a").partition("b1").run("backfill"));
        ask(Asks.task("a").partition("d0").run("daily"));
        ask(Asks.task("a").partition("s").notBefore(NOW.plusSeconds(9)));
        assertEquals(List.of("a-b0"), launched(end("x-1")));

        admission = Admission.restored(tables, new AdmissionPolicy(2, false), NOW);

        assertEquals(List.of(), admission.proceed(NOW));
        assertEquals(Optional.of(NOW.plusSeconds(9)), admission.nextDue());
        assertEquals(List.of("a-d0", "a-b1"), launchedByEnding("x-2", "a-b0"));
    }

    private void fillPool() {
        ask(Asks.task("x").partition(1));
        ask(Asks.task("x").partition(2));
    }

    private List<Event> ask(Asks asks) {
        return admission.apply(new AdmissionInput.Asked(asks.ready()), NOW);
    }

    private List<Event> withdraw(Asks asks) {
        return admission.apply(new AdmissionInput.Asked(asks.withdrawn()), NOW);
    }

    private List<Event> end(String attempt) {
        return admission.apply(new AdmissionInput.Ended(attempt), NOW);
    }

    private List<Event> resize(String pool, Integer slots) {
        return admission.apply(new AdmissionInput.Resized("prod", pool, slots), NOW);
    }

    private static List<String> launched(List<Event> events) {
        return events.stream()
                .filter(LaunchAttempt.class::isInstance)
                .map(event -> ((LaunchAttempt) event).attempt())
                .toList();
    }

    /** What is launched while these end one after the other. */
    private List<String> launchedByEnding(String... attempts) {
        return Stream.of(attempts)
                .flatMap(attempt -> launched(end(attempt)).stream())
                .toList();
    }
}
