package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.dataplane.FileTrees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What attempts that share pods must do in every cluster. */
abstract class BatchScenarios extends BatchTrial {
    @Test
    void runs_five_in_two_pods_when_three_may_share_one() throws Exception {
        pods.start();
        String script = "echo $FRESHET_PARTITION_SITE; echo $FRESHET_PARTITION_SITE > $FRESHET_OUT_MADE/file";

        List<LaunchAttempt> orders = launch(3, script, script, script, script, script);
        goOnWithout(orders, 2);
        pods.rig.awaitIdle();

        for (int i = 0; i < 5; i++) {
            LaunchAttempt order = orders.get(i);
            Outcome.Succeeded succeeded = assertInstanceOf(Outcome.Succeeded.class, outcome(order));
            assertEquals(1, succeeded.outputs().getFirst().version().files());
            assertEquals("s%d\n".formatted(i), log(order));
        }
        assertEquals(2, podsOf(orders).size());
        assertEquals(5, succeededVersions(orders).size());
        assertNothingIsLeft();
    }

    @Test
    void fails_only_the_one_that_crashed() throws Exception {
        pods.start();

        List<LaunchAttempt> orders = launch(3, "true", "echo on; kill -9 $$", "exit 0");
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(0)));
        assertEquals(137, failed(orders.get(1)).exitCode());
        assertEquals("on\n", log(orders.get(1)));
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(2)));
        assertEquals(1, podsOf(orders).size());
        assertNothingIsLeft();
    }

    @Test
    void gives_one_that_finds_no_company_a_pod_of_its_own() throws Exception {
        pods.start();

        List<LaunchAttempt> orders = launch(3, "echo alone");
        goOnWithout(orders, 1);
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.getFirst()));
        assertEquals(Set.of(orders.getFirst().attempt()), podsOf(orders));
        assertNothingIsLeft();
    }

    @Test
    void goes_on_in_the_middle_of_a_batch_after_it_was_killed() throws Exception {
        pods.start();
        String script = "echo one; sleep 2; echo two; echo made > $FRESHET_OUT_MADE/file";
        List<LaunchAttempt> orders = launch(3, script, script, script);
        pods.rig.awaitStarted(orders.get(1));
        pods.stop();

        pods.start();
        pods.rig.awaitIdle();

        for (LaunchAttempt order : orders) {
            assertInstanceOf(Outcome.Succeeded.class, outcome(order));
            assertEquals("one\ntwo\n", log(order));
        }
        assertEquals(3, pods.rig.reports.finished.size());
        assertEquals(1, podsOf(orders).size());
        // What is told again is told in the same words.
        assertEquals(3, Set.copyOf(pods.rig.reports.started).size());
        assertNothingIsLeft();
    }

    @Test
    void learns_of_ends_that_came_while_no_launcher_was_there() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(3, "sleep 1", "echo two; exit 4", "touch $FRESHET_OUT_MADE/end");
        pods.rig.awaitStarted(orders.get(0));
        pods.stop();
        pods.rig.awaitFile(pods.rig.directory(orders.get(2)).resolve("out/made/end"));

        pods.start();
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(0)));
        assertEquals(4, failed(orders.get(1)).exitCode());
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(2)));
        assertEquals(3, pods.rig.reports.finished.size());
        assertNothingIsLeft();
    }

    @Test
    void tells_who_ran_and_who_did_not_when_the_pod_is_evicted() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(3, "true", "exec sleep 600", "true");
        pods.rig.awaitStarted(orders.get(1));

        client.pods()
                .inNamespace(cluster.namespace())
                .withName(podsOf(orders).iterator().next())
                .withGracePeriod(1)
                .delete();
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(0)));
        assertEquals(FailureKind.EVICTED, failed(orders.get(1)).kind());
        assertEquals(FailureKind.EVICTED, failed(orders.get(2)).kind());
        assertTrue(failed(orders.get(2)).message().contains("before the turn"), failed(orders.get(2))::message);
        assertEquals(2, pods.rig.reports.started.size());
        assertNothingIsLeft();
    }

    @Test
    void cancels_one_that_runs_and_one_that_waits_and_lets_the_others_be() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(4, "echo on; exec sleep 600", "true", "echo three", "true");
        pods.rig.awaitStarted(orders.get(0));

        pods.rig.attempts().cancel(Rig.cancel(orders.get(2)));
        awaitFinished(orders.get(2));
        assertEquals(1, pods.rig.reports.finished.size());
        pods.rig.attempts().cancel(Rig.cancel(orders.get(0)));
        pods.rig.awaitIdle();

        assertEquals(FailureKind.CANCELLED, failed(orders.get(0)).kind());
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(1)));
        assertEquals(FailureKind.CANCELLED, failed(orders.get(2)).kind());
        assertEquals("", log(orders.get(2)));
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(3)));
        assertNothingIsLeft();
    }

    @Test
    void ends_the_pod_when_all_are_cancelled() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(3, "exec sleep 600", "true", "true");
        pods.rig.awaitStarted(orders.get(0));

        for (LaunchAttempt order : orders) {
            pods.rig.attempts().cancel(Rig.cancel(order));
        }
        pods.rig.awaitIdle();

        for (LaunchAttempt order : orders) {
            assertEquals(FailureKind.CANCELLED, failed(order).kind());
        }
        assertNothingIsLeft();
    }

    @Test
    void ends_only_the_one_that_took_too_long() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = new ArrayList<>();
        for (String script : List.of("exec sleep 600", "true")) {
            orders.add(pods.launch(work(2, orders.size(), script, Duration.ofSeconds(2))));
        }
        pods.rig.awaitIdle();

        assertEquals(FailureKind.TIMEOUT, failed(orders.get(0)).kind());
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(1)));
        assertEquals(1, podsOf(orders).size());
        assertNothingIsLeft();
    }

    @Test
    void hears_of_everything_when_the_server_was_away_for_a_while() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(3, "sleep 1; exit 5", "true", "touch $FRESHET_OUT_MADE/end");
        pods.rig.awaitStarted(orders.get(0));

        pods.line.cut();
        pods.rig.awaitFile(pods.rig.directory(orders.get(2)).resolve("out/made/end"));
        TimeUnit.SECONDS.sleep(cluster.outage().toSeconds());
        pods.line.mend();
        pods.rig.awaitIdle(Rig.PATIENCE.plus(cluster.outage()));

        assertEquals(5, failed(orders.get(0)).exitCode());
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(1)));
        assertInstanceOf(Outcome.Succeeded.class, outcome(orders.get(2)));
        assertNothingIsLeft();
    }

    @Test
    void removes_the_pod_of_a_batch_for_which_nobody_waits() throws Exception {
        pods.start();
        List<LaunchAttempt> orders = launch(2, "exec sleep 600", "true");
        pods.rig.awaitStarted(orders.get(0));
        pods.stop();
        FileTrees.delete(pods.rig.journal());

        pods.start();

        assertNothingIsLeft();
    }
}
