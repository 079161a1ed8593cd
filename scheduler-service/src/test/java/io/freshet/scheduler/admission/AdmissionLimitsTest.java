package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quotas, limits of workflows and keys, ageing, and what is shown of those who wait. */
class AdmissionLimitsTest {
    private static final QueueQuery ALL = new QueueQuery(null, null, null, 1_000);

    private final AdmissionTables tables = TreeTable.tables();
    private Instant now = Asks.START;
    private Admission admission = Admission.restored(tables, new AdmissionPolicy(2, false), now);

    @Test
    void attempts_of_one_key_wait_for_each_other_and_others_pass() {
        resize("default", 10);
        assertEquals(
                List.of("clean-1"), launched(ask(Asks.task("clean").partition(1).keyed("north", 1))));
        List<Event> second = ask(Asks.task("clean").partition(2).keyed("north", 1));

        assertEquals(
                "Waits because task 'clean' already runs 1 of at most 1 attempts with key 'north'", sentence(second));
        assertEquals(
                List.of("clean-3"), launched(ask(Asks.task("clean").partition(3).keyed("south", 1))));
        assertEquals(List.of(), end("clean-3"));
        assertEquals(List.of("clean-2"), end("clean-1"));
    }

    @Test
    void a_workflows_limit_holds_for_all_its_tasks_and_pools() {
        ask(Asks.task("a").pool("one").workflowMaxActive(1));
        List<Event> second = ask(Asks.task("b").pool("two").workflowMaxActive(1));

        assertEquals("Waits because workflow 'claims' already runs 1 of at most 1 attempts", sentence(second));
        assertEquals(List.of("b-0"), end("a-0"));
    }

    @Test
    void a_quota_holds_across_pools_which_share_it_by_turns() {
        resize(PoolDefined.QUOTA, 1);
        ask(Asks.task("x"));
        for (int i = 0; i < 2; i++) {
            ask(Asks.task("a").partition(i).pool("alpha"));
            ask(Asks.task("b").partition(i).pool("beta").run("run-2"));
        }

        assertEquals(
                "Waits because namespace 'prod' already runs 1 of at most 1 attempts",
                sentence(ask(Asks.task("c").pool("gamma").run("run-3"))));
        List<String> order = new ArrayList<>(end("x-0"));
        while (!order.getLast().equals("b-1")) {
            order.addAll(end(order.getLast()));
        }
        assertEquals(List.of("a-0", "b-0", "c-0", "a-1", "b-1"), order);
        assertEquals(List.of("test-y-0"), launched(ask(Asks.task("y").namespace("test"))), "another namespace");
    }

    @Test
    void a_quota_of_0_pauses_a_namespace_until_it_is_taken_away() {
        resize(PoolDefined.QUOTA, 0);

        assertEquals("Waits because namespace 'prod' is paused (its quota is 0)", sentence(ask(Asks.task("a"))));
        admission = Admission.restored(tables, new AdmissionPolicy(2, false), now);
        assertEquals(List.of("a-0"), launched(resize(PoolDefined.QUOTA, null)));
    }

    @Test
    void waiting_makes_up_for_priority() {
        resize("default", 0);
        ask(Asks.task("low").run("backfill"));
        now = now.plus(Duration.ofSeconds(59));
        ask(Asks.task("high").priority(1).run("daily"));
        assertEquals(List.of("high-0"), launched(resize("default", 1)), "a minute is not over");

        resize("default", 0);
        now = now.plus(Duration.ofSeconds(2));
        ask(Asks.task("high").partition(1).priority(1).run("hourly"));
        resize("default", 1);

        assertEquals(List.of("low-0"), end("high-0"));
    }

    @Test
    void without_ageing_the_higher_priority_goes_first_for_ever() {
        admission = Admission.restored(tables, new AdmissionPolicy(2, false, Duration.ZERO), now);
        resize("default", 0);
        ask(Asks.task("low").run("backfill"));
        now = now.plus(Duration.ofDays(400));
        ask(Asks.task("high").priority(1).run("daily"));

        assertEquals(List.of("high-0"), launched(resize("default", 1)));
    }

    @Test
    void says_who_waits_where_and_for_what() {
        ask(Asks.task("clean").partition(1).keyed("north", 1));
        ask(Asks.task("x"));
        ask(Asks.task("clean").partition(2).keyed("north", 1));
        ask(Asks.task("b").partition("n").run("run-2"));
        now = now.plusSeconds(90);

        QueueInfo queue = admission.queue("prod", ALL, now);

        assertEquals(List.of(new QueueInfo.PoolUse("prod", "default", 2, 2, 2, 90)), queue.pools());
        assertEquals(
                List.of("1 b-n", "2 clean-2"),
                queue.attempts().stream()
                        .map(each -> each.position() + " " + each.attempt())
                        .toList());
        assertEquals(
                List.of(
                        "Waits for a slot of pool 'default': 2 of 2 in use",
                        "Waits because task 'clean' already runs 1 of at most 1 attempts with key 'north'"),
                queue.attempts().stream().map(QueueInfo.WaitingAttempt::reason).toList());
        assertEquals(2, queue.active());
        QueueInfo one = admission.queue("prod", new QueueQuery(null, null, "prod/claims/clean/n=2", 1), now);
        assertEquals(
                List.of(2),
                one.attempts().stream().map(QueueInfo.WaitingAttempt::position).toList());
        assertEquals(List.of(), admission.queue("test", ALL, now).pools());
        assertEquals(queue.pools(), admission.pools(now));
    }

    /** Random queues: what is shown is the order in which slots are given, one after the other. */
    @Test
    void the_order_shown_is_the_order_served() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            AdmissionTables own = TreeTable.tables();
            Admission each = Admission.restored(own, new AdmissionPolicy(1, false, Duration.ofSeconds(3)), now);
            each.apply(new AdmissionInput.Asked(Asks.task("first").ready()), now);
            for (int i = 0; i < 40; i++) {
                now = now.plusMillis(random.nextInt(2_000));
                each.apply(
                        new AdmissionInput.Asked(Asks.task("t")
                                .partition(i)
                                .run("run-" + random.nextInt(4))
                                .priority(random.nextInt(3))
                                .orderKey(Integer.toString(random.nextInt(5)))
                                .ready()),
                        now);
            }
            List<String> shown = each.queue("prod", ALL, now).attempts().stream()
                    .map(QueueInfo.WaitingAttempt::attempt)
                    .toList();

            List<String> served = new ArrayList<>();
            String running = "first-0";
            while (served.size() < 40) {
                running = launched(each.apply(new AdmissionInput.Ended(running), now))
                        .getFirst();
                served.add(running);
            }

            assertEquals(served, shown, "seed " + seed);
        }
    }

    private List<Event> ask(Asks asks) {
        return admission.apply(new AdmissionInput.Asked(asks.ready()), now);
    }

    private List<String> end(String attempt) {
        return launched(admission.apply(new AdmissionInput.Ended(attempt), now));
    }

    private List<Event> resize(String pool, Integer slots) {
        return admission.apply(new AdmissionInput.Resized("prod", pool, slots), now);
    }

    private static String sentence(List<Event> events) {
        return ((StateChanged) events.getFirst()).sentence();
    }

    private static List<String> launched(List<Event> events) {
        return events.stream()
                .filter(LaunchAttempt.class::isInstance)
                .map(event -> ((LaunchAttempt) event).attempt())
                .toList();
    }
}
