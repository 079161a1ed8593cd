package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.alert.AlertEngine;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.contracts.spec.AlertSpec.Grouping;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what people were alerted of is over: runs that go on again, and failures that are one alert. */
final class AlertEndingsIT extends WithAlerts {
    private static final PartitionKey NORTH = PlausibleHistory.extract("north", "2026-01-02");
    private static final PartitionKey SOUTH = PlausibleHistory.extract("south", "2026-01-03");
    private static final PartitionKey LATER = PlausibleHistory.extract("north", "2026-01-04");

    private Cause cause;

    @Test
    void a_run_that_was_stuck_has_recovered_when_an_attempt_of_it_begins_and_may_be_stuck_again() throws SQLException {
        AlertEngine engine = stuck();
        String run = alerts().getFirst().run();
        InstanceRef clean = history.cleanOf(NORTH);

        goOn(Duration.ofMinutes(5));
        String attempt = history.attempt(clean, run, Reason.NEW, List.of());
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);

        assertEquals(AlertInfo.State.RECOVERED, alerts().getFirst().state());
        assertEquals(List.of(alerts().getFirst().alert()), sent().alerts());
        goOn(Duration.ofMinutes(70));
        decide(engine);
        assertEquals(
                List.of(AlertInfo.State.OPEN, AlertInfo.State.RECOVERED),
                alerts().stream().map(AlertInfo::state).toList());

        history.succeed(clean, attempt, run, history.cleaned(), NORTH, "clean");
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);
        assertEquals(
                List.of(AlertInfo.State.RECOVERED, AlertInfo.State.RECOVERED),
                alerts().stream().map(AlertInfo::state).toList());
    }

    @Test
    void a_run_that_was_stuck_has_recovered_when_it_ends() throws SQLException {
        AlertEngine engine = stuck();

        goOn(Duration.ofMinutes(5));
        history.end(
                alerts().getFirst().run(),
                cause,
                RunFinished.State.CANCELLED,
                new RunFinished.Summary(0, 0, 0, 0, 0, 0, 0, 1));
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);

        assertEquals(AlertInfo.State.RECOVERED, alerts().getFirst().state());
        assertEquals(List.of(alerts().getFirst().alert()), sent().alerts());
        goOn(Duration.ofHours(3));
        decide(engine);
        assertEquals(1, alerts().size());
    }

    /** A run in which nothing begins, of which somebody has been alerted. */
    private AlertEngine stuck() throws SQLException {
        deploy(List.of(), rule(Condition.STUCK, Condition.RECOVERED));
        cause = history.arrived(NORTH, "slow");
        history.begin(cause);
        write();
        AlertEngine engine = engine();
        goOn(Duration.ofMinutes(70));
        decide(engine);
        goOn(Duration.ofMinutes(1));
        decide(engine);
        assertEquals(List.of(alerts().getFirst().alert()), sent().alerts());
        return engine;
    }

    /** Failures: twice of one task in two runs, once of it again, and of another task. */
    @ParameterizedTest
    @CsvSource({"RUN, 4, 1", "TASK, 2, 3", "INSTANCE, 3, 2", "WORKFLOW, 1, 4"})
    void failures_are_one_alert_as_the_rule_groups_them(Grouping grouping, int count, int most) throws SQLException {
        deploy(List.of(), rule(grouping, Condition.FAILED, Condition.RECOVERED));
        AlertEngine engine = engine();
        fail(engine, NORTH, "bad");
        fail(engine, SOUTH, "bad");
        fail(engine, NORTH, "worse");
        history.failingAggregation(LATER, "bad in the end");
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);
        goOn(Duration.ofMinutes(1));
        decide(engine);

        assertEquals(count, alerts().size());
        assertEquals(
                most,
                alerts().stream()
                        .mapToInt(alert -> (int) alert.occurrences())
                        .max()
                        .orElseThrow());
        assertEquals(count, messages());

        succeed(engine, NORTH);
        assertEquals(
                Map.of(Grouping.RUN, 2L, Grouping.TASK, 2L, Grouping.INSTANCE, 2L, Grouping.WORKFLOW, 1L)
                        .get(grouping),
                open(),
                "what failed beside it still does");
        succeed(engine, SOUTH);
        succeed(engine, LATER);
        assertEquals(0, open());
    }

    private void fail(AlertEngine engine, PartitionKey partition, String content) throws SQLException {
        history.failingDelivery(partition, content);
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);
    }

    private void succeed(AlertEngine engine, PartitionKey partition) throws SQLException {
        history.delivery(partition, "good");
        write();
        goOn(Duration.ofMinutes(1));
        decide(engine);
    }

    private long open() {
        return alerts().stream()
                .filter(alert -> alert.state() == AlertInfo.State.OPEN)
                .count();
    }

    /** How many alerts the messages so far are about. */
    private int messages() {
        return (int) deliveries().stream()
                .flatMap(delivery -> delivery.alerts().stream())
                .distinct()
                .count();
    }

    private void goOn(Duration duration) {
        history.pass(duration);
        now = history.now();
    }
}
