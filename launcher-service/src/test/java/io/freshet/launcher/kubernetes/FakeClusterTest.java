package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.dataplane.FileTrees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios in a cluster that is made up, and the troubles that a real one cannot be asked for. */
class FakeClusterTest extends PodScenarios {
    @TempDir
    Path directory;

    private FakeCluster fake;

    @Override
    TestCluster cluster() throws Exception {
        fake = new FakeCluster(Files.createDirectories(directory.resolve("data")));
        return fake;
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void goes_on_by_itself_when_the_server_was_busy_or_ill(int status) throws Exception {
        for (int i = 0; i < 6; i++) {
            fake.faults.add(post(new MockResponse().setResponseCode(status)));
        }
        pods.start();

        AttemptFinished finish = pods.run(pods.rig.shell("copy", "true"));

        assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        assertTrue(fake.faults.isEmpty());
    }

    @Test
    void removes_what_a_launcher_that_is_gone_has_left_when_nobody_has_waited_for_it_for_a_while() throws Exception {
        pods.rig.instance = "launcher-1";
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "exec sleep 600"));
        awaitRunning();
        pods.stop();
        FileTrees.delete(pods.rig.journal());
        pods.rig.instance = "launcher-0";
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        pods.steady = now::get;
        pods.start();
        eventually(Rig.PATIENCE, () -> pods.isSynced(), synced -> synced);

        pods.sweep(_ -> false);
        now.set(Instant.EPOCH.plus(OrphanedPods.AFTER));
        pods.sweep(order.attempt()::equals);
        pods.sweep(_ -> false);
        assertEquals("Running", phase(order));

        now.set(Instant.EPOCH.plus(OrphanedPods.AFTER.multipliedBy(2)));
        pods.sweep(_ -> false);

        assertNoPods();
    }

    @Test
    void waits_for_quota() throws Exception {
        fake.faults.add(post(status(403, "pods \\\"x\\\" is forbidden: exceeded quota: small, requested: pods=1")));
        pods.start();

        assertInstanceOf(
                Outcome.Succeeded.class,
                pods.run(pods.rig.shell("copy", "true")).outcome());
    }

    @Test
    void says_what_an_admission_webhook_said() throws Exception {
        fake.faults.add(post(status(400, "admission webhook \\\"policy.example.com\\\" denied the request: no")));
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.DENIED, failed.kind());
        assertTrue(failed.message().contains("policy.example.com"), failed.message());
    }

    @Test
    void takes_the_pod_that_was_made_although_the_answer_was_lost() throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "sleep 2"));
        awaitRunning();
        pods.stop();
        FileTrees.delete(pods.rig.journal());
        fake.faults.add(request ->
                request.getMethod().equals("GET") && request.getPath().endsWith(order.attempt())
                        ? new MockResponse().setResponseCode(404)
                        : null);

        pods.start();
        pods.rig.attempts().launch(order);
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, pods.rig.finish(order).outcome());
        assertNoPods();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hears_of_the_end_although_the_watch_broke_off(boolean expired) throws Exception {
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "sleep 1; exit 5"));
        awaitRunning();
        if (expired) {
            MockResponse gone = status(410, "too old resource version");
            fake.faults.add(request -> request.getPath().contains("watch=true") ? gone : null);
        }

        pods.line.cut();
        pods.line.mend();
        pods.rig.awaitIdle();

        assertEquals(5, failed(pods.rig.finish(order)).exitCode());
        assertTrue(fake.faults.isEmpty());
    }

    @Test
    void tells_that_an_image_cannot_be_had() throws Exception {
        pods.image = FakeCluster.UNKNOWN_IMAGE;
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.IMAGE, failed.kind());
        assertNoPods();
    }

    @Test
    void gives_up_a_pod_that_finds_no_node() throws Exception {
        pods.pendingLimit = Duration.ofSeconds(2);
        pods.writeTemplate("prod.yaml", "nodeSelector: {disk: fast}");
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.LAUNCH, failed.kind());
        assertTrue(failed.message().contains("within"), failed.message());
        assertNoPods();
    }

    @Test
    void asks_the_server_before_it_gives_up_a_pod() throws Exception {
        pods.pendingLimit = Duration.ofSeconds(3);
        pods.writeTemplate("default.yaml", "nodeSelector: {disk: fast}");
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "true"));
        Pod pod = awaitPod(order);
        pods.stop();
        MockResponse silence = new MockResponse().withWebSocketUpgrade(new WebSocketListener() {});
        fake.faults.add(request -> request.getPath().contains("watch=true") ? silence : null);
        pods.start();
        eventually(Rig.PATIENCE, fake.faults::isEmpty, taken -> taken);

        fake.kubelet().pretend(pod);
        pods.rig.awaitIdle();

        assertInstanceOf(Outcome.Succeeded.class, pods.rig.finish(order).outcome());
        assertNoPods();
    }

    @Test
    void cancels_a_pod_that_has_no_node_yet() throws Exception {
        pods.writeTemplate("default.yaml", "nodeSelector: {disk: fast}");
        pods.start();
        LaunchAttempt order = pods.launch(pods.rig.shell("copy", "true"));
        awaitPod(order);

        pods.rig.attempts().cancel(Rig.cancel(order));
        pods.rig.awaitIdle();

        assertEquals(FailureKind.CANCELLED, failed(pods.rig.finish(order)).kind());
        assertNoPods();
    }

    @Test
    void says_which_template_is_wrong() throws Exception {
        pods.writeTemplate("default.yaml", "nodeSelector: [");
        pods.start();

        Outcome.Failed failed = failed(pods.run(pods.rig.shell("copy", "true")));

        assertEquals(FailureKind.LAUNCH, failed.kind());
        assertTrue(failed.message().contains("default.yaml"), failed.message());
    }

    private static Function<RecordedRequest, MockResponse> post(MockResponse answer) {
        return request -> request.getMethod().equals("POST") ? answer : null;
    }

    private static MockResponse status(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .setBody(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"%s\",\"code\":%d}"
                                .formatted(message, code));
    }
}
