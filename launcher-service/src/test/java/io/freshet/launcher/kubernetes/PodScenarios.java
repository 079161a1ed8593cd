package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.dataplane.FileTrees;
import io.freshet.launcher.pod.TaskPod;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What attempts as pods must do in every cluster. */
abstract class PodScenarios extends PodTrial {
    @Test
    void runs_a_command_in_a_pod_takes_over_what_it_wrote_and_removes_the_pod() throws Exception {
        pods.start();

        AttemptFinished finish =
                pods.run(pods.rig.shell("copy", "echo hello; echo made > $FRESHET_OUT_MADE/file; cat tool.sh"));

        Outcome.Succeeded succeeded = assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        assertEquals(1, succeeded.outputs().getFirst().version().files());
        String log = pods.rig.reports.log();
        assertTrue(log.startsWith("hello\n"), log);
        assertTrue(log.contains("tool says"), log);
        assertNoPods();
    }

    @Test
    void reports_the_status_of_a_command_that_failed() throws Exception {
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "echo sorry; exit 3")));

        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(3, failed.exitCode());
        assertNoPods();
    }

    @Test
    void labels_the_pod_and_keeps_it_until_its_end_is_reported() throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "exec sleep 600"));
        Pod pod = awaitPod(order);

        assertEquals(List.of(TaskPod.FINALIZER), pod.getMetadata().getFinalizers());
        assertEquals("freshet-launcher", pod.getMetadata().getLabels().get("app.kubernetes.io/managed-by"));
        assertEquals(order.attempt(), pod.getMetadata().getLabels().get("freshet.io/attempt"));
        assertEquals(
                order.instance().toString(), pod.getMetadata().getAnnotations().get("freshet.io/instance"));
        pods.rig.attempts().cancel(Rig.cancel(order));
        pods.rig.awaitIdle();
    }

    @Test
    void ends_a_pod_whose_attempt_is_cancelled() throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "echo begun; exec sleep 600"));
        awaitRunning();

        pods.rig.attempts().cancel(Rig.cancel(order));
        pods.rig.awaitIdle();

        assertEquals(FailureKind.CANCELLED, failed(pods.rig.finish(order)).kind());
        assertNoPods();
    }

    @Test
    void goes_on_with_its_pods_after_it_was_killed() throws Exception {
        pods.start();
        LaunchAttempt order =
                pods.launch(pods.rig.shell("copy", "echo one; sleep 2; echo two; echo made > $FRESHET_OUT_MADE/file"));
        awaitRunning();
        pods.stop();

        pods.start();
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, pods.rig.finish(order).outcome());
        assertEquals("one\ntwo\n", pods.rig.reports.log());
        assertEquals(1, pods.rig.reports.finished.size());
        assertNoPods();
    }

    @Test
    void learns_of_an_end_that_came_while_no_launcher_was_there() throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "echo one; exit 4"));
        awaitRunning();
        pods.stop();
        eventually(Rig.PATIENCE, () -> phase(order), List.of("Failed")::contains);

        pods.start();
        pods.rig.awaitIdle();

        assertEquals(4, failed(pods.rig.finish(order)).exitCode());
        assertEquals("one\n", pods.rig.reports.log());
        assertNoPods();
    }

    @Test
    void tells_that_somebody_deleted_the_pod() throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "exec sleep 600"));
        awaitRunning();

        client.pods()
                .inNamespace(cluster.namespace())
                .withName(order.attempt())
                .withGracePeriod(1)
                .delete();
        pods.rig.awaitIdle();

        assertEquals(FailureKind.EVICTED, failed(pods.rig.finish(order)).kind());
        assertNoPods();
    }

    @Test
    void leaves_a_pod_alone_that_has_the_name_and_is_not_ours() throws Exception {
        LaunchAttempt order = Rig.order(pods.rig.shell("copy", "true"));
        Pod foreign = client.pods()
                .inNamespace(cluster.namespace())
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(order.attempt())
                        .endMetadata()
                        .withNewSpec()
                        .addToNodeSelector("no-such-label", "anywhere")
                        .addNewContainer()
                        .withName("other")
                        .withImage(cluster.image())
                        .withCommand("sleep", "600")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.LAUNCH, failed.kind());
        assertTrue(failed.message().contains("not ours"), failed.message());
        assertEquals(
                foreign.getMetadata().getUid(),
                client.pods()
                        .inNamespace(cluster.namespace())
                        .withName(order.attempt())
                        .get()
                        .getMetadata()
                        .getUid());
        client.resource(foreign).withGracePeriod(0).delete();
    }

    @Test
    void runs_nothing_under_an_identity_that_the_policy_denies() throws Exception {
        pods.decision = new IdentityDecision.Denied("clinical", "alice may not run as etl", "ask the administrator");
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.DENIED, failed.kind());
        assertTrue(failed.message().contains("rule 'clinical'"), failed.message());
        assertNoPods();
    }

    @Test
    void removes_a_pod_that_nobody_waits_for() throws Exception {
        pods.start();
        pods.launch(pods.rig.shell("copy", "exec sleep 600"));
        awaitRunning();
        pods.stop();
        FileTrees.delete(pods.rig.journal());

        pods.start();

        eventually(Rig.PATIENCE, this::assertNoPods);
    }

    @Test
    void loses_nothing_when_the_server_is_away_for_a_while() throws Exception {
        pods.pendingLimit = cluster.outage().plusMinutes(1);
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "sleep 1; echo made > $FRESHET_OUT_MADE/file"));
        awaitRunning();

        pods.line.cut();
        LaunchAttempt next = pods.launch(pods.rig.shell("next", "echo made > $FRESHET_OUT_MADE/file"));
        pods.rig.awaitFile(pods.rig.directory(order).resolve("out/made/file"));
        TimeUnit.SECONDS.sleep(cluster.outage().toSeconds());
        pods.line.mend();
        pods.rig.awaitIdle(Rig.PATIENCE.plus(cluster.outage()));

        assertInstanceOf(Outcome.Succeeded.class, pods.rig.finish(order).outcome());
        assertInstanceOf(Outcome.Succeeded.class, pods.rig.finish(next).outcome());
        assertEquals(2, pods.rig.reports.finished.size());
        assertNoPods();
    }

    Pod awaitPod(LaunchAttempt order) {
        return eventually(
                Rig.PATIENCE,
                () -> client.pods()
                        .inNamespace(cluster.namespace())
                        .withName(order.attempt())
                        .get(),
                pod -> pod != null);
    }

    void awaitRunning() {
        eventually(Rig.PATIENCE, () -> pods.rig.attempts().running(), running -> running == 1);
    }

    String phase(LaunchAttempt order) {
        return awaitPod(order).getStatus().getPhase();
    }

    void assertNoPods() {
        assertEquals(List.of(), podNames());
    }

    static Outcome.Failed failed(AttemptFinished finish) {
        return assertInstanceOf(Outcome.Failed.class, finish.outcome());
    }
}
