package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios in a cluster that is made up, and the troubles that a real one cannot be asked for. */
class FakeBatchTest extends BatchScenarios {
    @TempDir
    Path directory;

    @Override
    TestCluster cluster() throws Exception {
        return new FakeCluster(Files.createDirectories(directory.resolve("data")));
    }

    @Test
    void forms_a_batch_anew_whose_pod_was_never_made() throws Exception {
        pods.start();
        pods.line.cut();
        List<LaunchAttempt> orders = launch(3, "echo one", "echo two", "echo three");
        orders.forEach(order -> pods.rig.awaitFile(pods.rig.directory(order).resolve("pod")));
        pods.stop();

        pods.start();
        pods.rig.awaitIdle();

        for (LaunchAttempt order : orders) {
            assertInstanceOf(Outcome.Succeeded.class, outcome(order));
        }
        assertEquals(1, podsOf(orders).size());
        assertEquals(3, pods.rig.reports.finished.size());
        assertNothingIsLeft();
    }

    @Test
    void ends_each_once_however_often_it_is_killed() throws Exception {
        pods.gathering = Clock.systemUTC();
        pods.start();
        List<LaunchAttempt> orders =
                launch(4, Collections.nCopies(12, "echo ran; sleep 0.4").toArray(String[]::new));

        for (int started = 2; started <= 10; started += 2) {
            int enough = started;
            eventually(Rig.PATIENCE, () -> Set.copyOf(pods.rig.reports.started).size(), count -> count >= enough);
            pods.stop();
            pods.start();
        }
        pods.rig.awaitIdle();

        for (LaunchAttempt order : orders) {
            assertInstanceOf(Outcome.Succeeded.class, outcome(order));
            assertEquals("ran\n", log(order));
        }
        assertEquals(12, Set.copyOf(pods.rig.reports.started).size());
        assertEquals(
                12,
                pods.rig.reports.finished.stream()
                        .map(AttemptFinished::attempt)
                        .distinct()
                        .count());
        assertTrue(podsOf(orders).size() < 12, podsOf(orders)::toString);
        assertNothingIsLeft();
    }

    @Test
    void tells_all_of_them_that_their_image_cannot_be_had() throws Exception {
        pods.image = FakeCluster.UNKNOWN_IMAGE;
        pods.start();

        List<LaunchAttempt> orders = launch(2, "true", "true");
        pods.rig.awaitIdle();

        orders.forEach(order -> assertEquals(FailureKind.IMAGE, failed(order).kind()));
        assertNothingIsLeft();
    }

    @Test
    void cancels_one_of_a_pod_that_has_no_node_yet() throws Exception {
        pods.writeTemplate("default.yaml", "nodeSelector: {disk: fast}");
        pods.start();
        List<LaunchAttempt> orders = launch(2, "true", "true");
        eventually(Rig.PATIENCE, this::podNames, names -> names.size() == 1);

        pods.rig.attempts().cancel(Rig.cancel(orders.get(0)));
        eventually(Rig.PATIENCE, () -> pods.rig.reports.finished.size(), count -> count == 1);
        assertEquals(1, podNames().size());
        pods.rig.attempts().cancel(Rig.cancel(orders.get(1)));
        pods.rig.awaitIdle();

        orders.forEach(
                order -> assertEquals(FailureKind.CANCELLED, failed(order).kind()));
        assertTrue(pods.rig.reports.started.isEmpty());
        assertNothingIsLeft();
    }

    @Test
    void cancels_one_that_still_waits_for_company() throws Exception {
        pods.start();
        LaunchAttempt order = launch(2, "true").getFirst();
        eventually(Rig.PATIENCE, pods::waiting, count -> count == 1);

        pods.rig.attempts().cancel(Rig.cancel(order));
        pods.rig.awaitIdle();

        Outcome outcome = outcome(order);
        assertTrue(
                outcome instanceof Outcome.Failed(FailureKind kind, String _, Integer _)
                        && kind == FailureKind.CANCELLED,
                outcome::toString);
        assertNothingIsLeft();
    }
}
