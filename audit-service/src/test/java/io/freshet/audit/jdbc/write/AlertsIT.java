package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.delivery.Delivery;
import io.freshet.audit.delivery.SendOutcome;
import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.alert.AlertEngine;
import io.freshet.audit.jdbc.alert.DeliveryQueue;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.TaskEvent.WorkflowResumed;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people are alerted of, and how often, by a clock that the test sets. */
final class AlertsIT extends WithAlerts {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final DeadlineSpec DAILY = deadline("daily", "30 7 * * *");
    private static final Instant DUE = Instant.parse("2026-02-01T07:30:00Z");

    @Test
    void a_deadline_that_was_missed_while_nobody_looked_is_one_alert_of_two_services() throws Exception {
        deploy(List.of(DAILY), rule(Condition.LATE, Condition.RECOVERED));
        AlertEngine one = engine();
        AlertEngine other = engine();
        decide(one);
        assertEquals(DeadlineInfo.State.EXPECTED, deadlines().getFirst().state());
        assertEquals(DUE, deadlines().getFirst().due());

        now = DUE.plus(Duration.ofHours(3));
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> decide(one)), CompletableFuture.runAsync(() -> decide(other)))
                .get();
        decide(one);

        DeadlineInfo missed = deadlines().get(1);
        assertEquals(DeadlineInfo.State.LATE, missed.state());
        assertEquals(now, missed.foundLateAt());
        assertEquals(1, alerts().size());
        AlertInfo alert = alerts().getFirst();
        assertEquals(DUE, alert.due());
        assertEquals(
                "dataset daily: date=2026-02-01 has not arrived; it was due at 2026-02-01T07:30:00Z", alert.sentence());
        assertEquals(List.of(), queue.take(now, 10));
        now = now.plusSeconds(30);
        decide(other);
        assertEquals(List.of(alert.alert()), sent().alerts());

        history.delivery(PlausibleHistory.extract("north", "2026-02-01"), "north");
        write();
        now = now.plus(Duration.ofMinutes(2));
        decide(one);
        assertEquals(DeadlineInfo.State.ARRIVED, deadlines().get(1).state());
        assertEquals(AlertInfo.State.RECOVERED, alerts().getFirst().state());
        assertEquals(List.of(alert.alert()), sent().alerts());
        assertEquals(2, deliveries().size());
    }

    @Test
    void a_dataset_and_its_partitions_show_what_is_expected_of_them_and_late() throws SQLException {
        PartitionKey north = PlausibleHistory.extract("north", "2026-02-01");
        PartitionKey south = PlausibleHistory.extract("south", "2026-02-01");
        deploy(
                List.of(new DeadlineSpec(
                        "sources",
                        new DeadlineSpec.Partitions("cleaned", Map.of("source", List.of("north", "south"))),
                        at("30 7 * * *"))),
                rule(Condition.LATE));
        AlertEngine engine = engine();
        decide(engine);
        DeadlineInfo expected = due.mostPressing("prod").get(history.cleaned());
        assertEquals(DeadlineInfo.State.EXPECTED, expected.state());
        assertEquals(List.of(north, south), expected.missing());
        assertEquals(List.of(expected), due.of(history.cleaned(), south, 5));

        history.delivery(north, "north");
        write();
        now = DUE.plusSeconds(10);
        decide(engine);

        DeadlineInfo late = due.mostPressing(null).get(history.cleaned());
        assertEquals(DeadlineInfo.State.LATE, late.state());
        assertEquals(DUE, late.due());
        assertEquals(List.of(south), late.missing());
        assertEquals(List.of(late), due.of(history.cleaned(), south, 5));
        assertEquals(List.of(), due.of(history.cleaned(), north, 5), "that one is there");
        assertEquals(List.of(), due.of(history.daily(), PartitionKey.of("date", "2026-02-01"), 5));
        assertEquals(
                List.of(late),
                due.list(history.cleaned(), DeadlineInfo.State.LATE, PageRequest.first(10))
                        .items());
        DeadlineInfo ofNorth = due.with(history.cleaned(), List.of(present(north, DUE.minusSeconds(60))))
                .getFirst()
                .deadline();
        assertEquals(DeadlineInfo.State.ARRIVED, ofNorth.state(), "as far as it goes");
        assertEquals(List.of(north), ofNorth.partitions());
        assertNull(ofNorth.foundLateAt());
        assertNull(due.with(history.daily(), List.of(present(PartitionKey.of("date", "2026-02-01"), DUE)))
                .getFirst()
                .deadline());

        history.delivery(south, "south");
        write();
        now = now.plus(Duration.ofMinutes(2));
        decide(engine);

        assertEquals(List.of(), due.of(history.cleaned(), south, 5));
        assertEquals(
                DeadlineInfo.State.EXPECTED,
                due.mostPressing("prod").get(history.cleaned()).state(),
                "the next day's");
        assertEquals(
                DeadlineInfo.State.ARRIVED,
                due.with(history.cleaned(), List.of(present(south, now)))
                        .getFirst()
                        .deadline()
                        .state());
    }

    private static PartitionInfo present(PartitionKey partition, Instant at) {
        return new PartitionInfo(partition, null, at, true, at, null, null, null, null, null);
    }

    @Test
    void what_arrives_in_time_is_no_alert() throws SQLException {
        deploy(List.of(DAILY), rule(Condition.LATE));
        history.delivery(PlausibleHistory.extract("north", "2026-02-01"), "north");
        write();
        AlertEngine engine = engine();
        decide(engine);

        now = DUE.plus(Duration.ofHours(3));
        decide(engine);

        assertEquals(DeadlineInfo.State.ARRIVED, deadlines().get(1).state());
        assertNull(deadlines().get(1).foundLateAt());
        assertEquals(List.of(), alerts());
    }

    @Test
    void a_run_that_must_succeed_is_late_until_one_does() throws SQLException {
        deploy(
                List.of(new DeadlineSpec("run", new DeadlineSpec.Runs(null), at("30 7 * * *"))),
                rule(Condition.LATE, Condition.RECOVERED));
        AlertEngine engine = engine();
        decide(engine);
        now = DUE.plusSeconds(10);
        decide(engine);
        assertEquals(1, alerts().size());

        history.delivery(PlausibleHistory.extract("north", "2026-01-01"), "north");
        write();
        now = now.plus(Duration.ofMinutes(2));
        decide(engine);

        assertEquals(AlertInfo.State.RECOVERED, alerts().getFirst().state());
    }

    @Test
    void failures_of_a_run_are_one_alert_until_what_failed_succeeds() throws SQLException {
        deploy(List.of(), rule(Condition.FAILED, Condition.RECOVERED));
        history.failingDelivery(PlausibleHistory.extract("north", "2026-01-02"), "bad");
        write();
        AlertEngine engine = engine();
        now = history.now();
        decide(engine);
        AlertInfo alert = alerts().getFirst();
        assertEquals(Condition.FAILED, alert.condition());
        assertEquals("clean", alert.instance().task());
        assertTrue(alert.sentence().contains("failed"), alert::sentence);
        now = now.plusSeconds(30);
        decide(engine);
        assertEquals(List.of(alert.alert()), sent().alerts());

        history.delivery(PlausibleHistory.extract("north", "2026-01-02"), "good");
        write();
        now = now.plusSeconds(10);
        decide(engine);

        assertEquals(AlertInfo.State.RECOVERED, alerts().getFirst().state());
        assertEquals(List.of(alert.alert()), sent().alerts());
        decide(engine);
        assertEquals(List.of(), queue.take(now, 10));
    }

    @Test
    void what_falls_into_quiet_hours_is_one_message_at_their_end() throws SQLException {
        AlertSpec quiet = new AlertSpec(
                "night",
                List.of(Condition.LATE),
                new AlertSpec.Webhook("ops"),
                AlertSpec.Grouping.RUN,
                new AlertSpec.Times(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1)),
                new AlertSpec.QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0), UTC));
        deploy(List.of(DAILY, deadline("cleaner", "0 6 * * *")), quiet);
        AlertEngine engine = engine();
        decide(engine);
        now = DUE.plusSeconds(10);
        decide(engine);
        assertEquals(2, alerts().size());
        assertEquals(List.of(), queue.take(now, 10));

        now = Instant.parse("2026-02-01T08:00:00Z");
        decide(engine);
        assertEquals(2, sent().alerts().size());

        now = now.plus(Duration.ofHours(1));
        decide(engine);
        assertEquals(2, sent().alerts().size());
    }

    @Test
    void a_message_whose_sender_was_killed_is_sent_again_with_the_same_id_and_given_up_in_the_end() {
        deployQuietly(rule(Condition.FAILED));
        DeliveryInfo test = queries.test(history.workflow(), now).getFirst();
        Delivery killed = queue.take(now, 10).getFirst();
        assertEquals(test.delivery(), killed.id());
        assertEquals(List.of(), new DeliveryQueue(source).take(now.plusSeconds(59), 10));

        now = now.plus(DeliveryQueue.LEASE);
        Delivery again = new DeliveryQueue(source).take(now, 10).getFirst();
        assertEquals(killed.id(), again.id());
        assertEquals(killed.body(), again.body());
        assertEquals(2, again.attempt());
        queue.done(killed, new SendOutcome.Failed("late word of the first"), now);
        assertNull(queries.delivery(test.delivery()).orElseThrow().answer());

        queue.done(again, new SendOutcome.Failed("500 no"), now);
        for (int attempt = 3; attempt <= DeliveryQueue.MAX_ATTEMPTS; attempt++) {
            now = queries.delivery(test.delivery()).orElseThrow().nextAt();
            Delivery next = queue.take(now, 10).getFirst();
            queue.done(next, new SendOutcome.Failed("500 no"), now);
        }
        DeliveryInfo last = queries.delivery(test.delivery()).orElseThrow();
        assertEquals(DeliveryInfo.State.GIVEN_UP, last.state());
        assertEquals("500 no", last.answer());
        assertNull(last.nextAt());
        assertEquals(List.of(), queue.take(now.plus(Duration.ofDays(9)), 10));
    }

    @Test
    void a_deadline_that_is_taken_out_is_withdrawn_and_its_alert_closed() throws SQLException {
        deploy(List.of(DAILY), rule(Condition.LATE));
        AlertEngine engine = engine();
        decide(engine);
        now = DUE.plusSeconds(40);
        decide(engine);

        history.deployed(2, List.of(), List.of(rule(Condition.LATE)));
        write();
        now = now.plusSeconds(10);
        decide(engine);

        assertEquals(
                List.of(DeadlineInfo.State.WITHDRAWN, DeadlineInfo.State.WITHDRAWN),
                deadlines().stream().map(DeadlineInfo::state).toList());
        assertEquals(AlertInfo.State.CLOSED, alerts().getFirst().state());
    }

    @Test
    void a_run_in_which_nothing_begins_or_ends_is_stuck_until_something_does() throws SQLException {
        deploy(List.of(), rule(Condition.STUCK, Condition.RECOVERED));
        String run = history.begin(history.arrived(PlausibleHistory.extract("north", "2026-01-02"), "slow"));
        write();
        AlertEngine engine = engine();
        now = history.now().plus(Duration.ofMinutes(59));
        decide(engine);
        assertEquals(List.of(), alerts());

        now = history.now().plus(Duration.ofMinutes(70));
        decide(engine);
        assertEquals(run, alerts().getFirst().run());
        now = now.plus(Duration.ofHours(1));
        decide(engine);

        assertEquals(1, alerts().size());
        assertEquals(AlertInfo.State.OPEN, alerts().getFirst().state());
    }

    @Test
    void a_workflow_that_rests_and_records_that_were_rejected_are_alerts_of_whom_they_concern() throws SQLException {
        deploy(List.of(), rule(Condition.FAULTED, Condition.DEAD_LETTER, Condition.RECOVERED));
        history.tell(
                Topics.TASK_EVENTS,
                history.workflow().toString(),
                new WorkflowFaulted(
                        history.workflow(), 1, WorkflowFaulted.Code.DECISION_FAILED, "it broke", null, history.now()));
        write();
        now = history.now().plusSeconds(1);
        journal.appendLetters(
                List.of(
                        letter(Topics.RUN_REQUESTS, 1, "prod/claims"),
                        letter(Topics.RUN_REQUESTS, 2, "prod/claims"),
                        letter(Topics.FILE_CHANGES, 3, "prod/daily"),
                        letter(Topics.FILE_CHANGES, 4, "prod/nobodys"),
                        letter(Topics.TASK_READY, 5, "prod"),
                        letter(Topics.RUN_REQUESTS, 6, "No Name/\u00e9")),
                Map.of(),
                Map.of());
        AlertEngine engine = engine();
        decide(engine);
        now = now.plus(Duration.ofMinutes(2));
        decide(engine);

        assertEquals(
                Map.of(
                        "FAULTED null",
                        1L,
                        "DEAD_LETTER " + Topics.RUN_REQUESTS,
                        2L,
                        "DEAD_LETTER " + Topics.FILE_CHANGES,
                        1L),
                alerts().stream()
                        .collect(Collectors.toMap(
                                alert -> alert.condition() + " " + alert.topic(), AlertInfo::occurrences)));
        history.tell(
                Topics.TASK_EVENTS,
                history.workflow().toString(),
                new WorkflowResumed(
                        history.workflow(), 1, "alice", history.now().plusSeconds(60)));
        write();
        now = now.plus(Duration.ofHours(2));
        decide(engine);
        assertEquals(
                Map.of(Condition.FAULTED, AlertInfo.State.RECOVERED, Condition.DEAD_LETTER, AlertInfo.State.CLOSED),
                alerts().stream()
                        .collect(Collectors.toMap(AlertInfo::condition, AlertInfo::state, (one, other) -> one)));
    }

    private DeadLetter letter(String topic, long offset, String key) {
        return new DeadLetter(new LogPartition(topic, 0), offset, key, "it is not JSON", "planner", "{", 1, now);
    }

    private void deployQuietly(AlertSpec rule) {
        try {
            deploy(List.of(), rule);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        decide(engine());
    }

    private static DeadlineSpec deadline(String name, String cron) {
        return new DeadlineSpec(name, new DeadlineSpec.Partitions("daily", Map.of()), at(cron));
    }

    private static DeadlineSpec.At at(String cron) {
        return new DeadlineSpec.At(cron, UTC, List.of());
    }
}
