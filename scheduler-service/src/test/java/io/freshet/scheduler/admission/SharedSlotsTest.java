package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Attempts of a batch share a slot. */
class SharedSlotsTest {
    private final AdmissionTables tables = TreeTable.tables();
    private Instant now = Asks.START;
    private Admission admission;

    @Test
    void two_hundred_attempts_that_may_share_by_hundreds_take_two_slots_of_sixty_four() {
        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        List<String> launched = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            launched.addAll(ask(Asks.task("clean").partition(i).inBatchesOf(100)));
        }
        launched.addAll(pass());

        assertEquals(200, new HashSet<>(launched).size());
        assertEquals(2, units().size());
    }

    @Test
    void a_batch_that_is_not_full_waits_for_a_moment_only() {
        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        assertEquals(List.of(), ask(Asks.task("clean").partition(1).inBatchesOf(100)));
        now = now.plusMillis(300);
        assertEquals(List.of(), ask(Asks.task("clean").partition(2).inBatchesOf(100)));
        now = now.plusMillis(200);

        assertEquals(List.of("clean-1", "clean-2"), launched(admission.proceed(now)));
        assertEquals(1, units().size());
    }

    @Test
    void waits_for_company_no_longer_when_the_clock_was_put_back_before_a_restart() {
        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        ask(Asks.task("clean").partition(1).inBatchesOf(100));
        now = now.minusSeconds(3_600);

        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        now = now.plus(Admission.GATHERING);

        assertEquals(List.of("clean-1"), launched(admission.proceed(now)));
    }

    @Test
    void what_comes_while_the_pool_is_full_shares_the_next_slot() {
        admission = Admission.restored(tables, new AdmissionPolicy(1, true), now);
        ask(Asks.task("other").ready());
        for (int i = 0; i < 5; i++) {
            ask(Asks.task("clean").partition(i).inBatchesOf(3));
            pass();
        }

        assertEquals(3, launched(end("other-0")).size());
        assertEquals(List.of(), launched(end("clean-0")));
        assertEquals(List.of(), launched(end("clean-1")));
        assertEquals(2, launched(end("clean-2")).size());
    }

    @Test
    void tasks_versions_and_runs_do_not_share() {
        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        ask(Asks.task("clean").partition(1).inBatchesOf(10));
        ask(Asks.task("clean").partition(2).run("run-2").inBatchesOf(10));
        ask(Asks.task("other").partition(3).inBatchesOf(10));
        pass();

        assertEquals(3, units().size());
    }

    @Test
    void a_withdrawn_attempt_shares_no_slot() {
        admission = Admission.restored(tables, new AdmissionPolicy(64, true), now);
        ask(Asks.task("clean").partition(1).inBatchesOf(10));
        ask(Asks.task("clean").partition(2).inBatchesOf(10));
        admission.apply(new AdmissionInput.Asked(Asks.task("clean").partition(1).withdrawn()), now);

        assertEquals(List.of("clean-2"), pass());
    }

    /** Random histories, with restarts: no pool has more units than slots, no unit more than its batch, and nothing is lost. */
    @Test
    void slots_are_never_exceeded_and_nothing_is_lost() {
        for (long seed = 0; seed < 100; seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private void history(Random random, String seed) {
        AdmissionTables own = TreeTable.tables();
        Admission each = Admission.restored(own, new AdmissionPolicy(3, true), now);
        Map<String, TaskReady> asked = new HashMap<>();
        Set<String> open = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (int step = 0; step < 300 || each.waiting() + each.sleeping() > 0 || !open.isEmpty(); step++) {
            if (random.nextInt(10) == 0) {
                each = Admission.restored(own, new AdmissionPolicy(3, true), now);
            }
            List<Event> events = new ArrayList<>();
            if (step < 300 && random.nextInt(3) > 0) {
                Asks asks =
                        Asks.task("task-" + random.nextInt(3)).partition(step).run("run-" + random.nextInt(2));
                TaskReady ready = random.nextInt(4) == 0 ? asks.ready() : asks.inBatchesOf(4);
                asked.put(ready.attempt(), ready);
                events.addAll(each.apply(new AdmissionInput.Asked(ready), now));
            } else if (!open.isEmpty() && random.nextBoolean()) {
                String attempt = open.stream()
                        .sorted()
                        .skip(random.nextInt(open.size()))
                        .findFirst()
                        .orElseThrow();
                open.remove(attempt);
                ended.add(attempt);
                events.addAll(each.apply(new AdmissionInput.Ended(attempt), now));
            } else {
                now = now.plusMillis(random.nextInt(400));
                events.addAll(each.proceed(now));
            }
            launched(events).forEach(attempt -> assertTrue(open.add(attempt) && !ended.contains(attempt), seed));
            Map<String, List<String>> units = units(own);
            assertTrue(units.size() <= 3, seed + " at " + step + ": " + units);
            units.values()
                    .forEach(unit -> assertTrue(
                            unit.size() <= 4
                                    && unit.stream()
                                                    .map(one -> asked.get(one)
                                                            .instance()
                                                            .taskRef())
                                                    .distinct()
                                                    .count()
                                            == 1,
                            seed + ": " + unit));
        }
        assertEquals(asked.keySet(), ended, seed);
    }

    private List<String> ask(TaskReady ready) {
        return launched(admission.apply(new AdmissionInput.Asked(ready), now));
    }

    private List<Event> end(String attempt) {
        return admission.apply(new AdmissionInput.Ended(attempt), now);
    }

    private List<String> pass() {
        now = now.plus(Admission.GATHERING);
        return launched(admission.proceed(now));
    }

    private Map<String, List<String>> units() {
        return units(tables);
    }

    private static Map<String, List<String>> units(AdmissionTables of) {
        Map<String, List<String>> units = new TreeMap<>();
        of.launched()
                .forEach((attempt, launched) -> units.computeIfAbsent(
                                launched.batch() == null ? attempt : launched.batch(), key -> new ArrayList<>())
                        .add(attempt));
        return units;
    }

    private static List<String> launched(List<Event> events) {
        return events.stream()
                .filter(LaunchAttempt.class::isInstance)
                .map(event -> ((LaunchAttempt) event).attempt())
                .toList();
    }
}
