package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.RunObserver;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.endtoend.installation.PromiseCheck;
import io.freshet.launcher.kubernetes.FakeCluster;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workflow from its files through Kafka to pods, with two launchers that are processes of their own, of which one is killed half-way and
 * never comes back. What is published is byte for byte what processes make of the same files ({@link PartsKilledAloneIT} compares with the
 * same expectation), and no pod is left.
 */
final class PodsOfTwoLaunchersIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final WorkflowRef WORKFLOW = WorkflowRef.parse("prod/er");
    private static final int DAYS = 6;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private FakeCluster cluster;
    private Installation installation;

    @AfterEach
    void stop() throws Exception {
        if (installation != null) {
            installation.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        DeletedTree.delete(directory);
    }

    @Test
    void the_other_launcher_ends_what_the_killed_one_began() throws Exception {
        Path installed = directory.resolve("installation");
        cluster = new FakeCluster(Files.createDirectories(installed.resolve("storage")));
        installation =
                new Installation(installed, Set.of(Part.LAUNCHER), Map.of(Part.LAUNCHER, launcher()), environment());
        installation.startLauncher("launcher-1");
        ErFixture files = new ErFixture(installation.storage().resolve("prod"), DAYS);
        files.deliverAll();
        installation.deploy("prod", ErFixture.bundle(directory.resolve("bundle"), 1));

        awaitLaunches(DAYS);
        installation.killFirstLauncherForGood();

        installation.awaitSettled(WORKFLOW, LIMIT);
        Path namespace = installation.storage().resolve("prod");
        Eventually.eventually(LIMIT, () -> assertEquals(files.expected(), Trees.texts(namespace)));
        Eventually.eventually(LIMIT, () -> assertEquals(List.of(), PromiseCheck.violations(installation)));
        assertEquals(List.of("kubernetes"), executors());
        Eventually.eventually(LIMIT, () -> assertEquals(0, cluster.pods()));
    }

    private Map<String, Object> launcher() {
        Map<String, Object> properties = new HashMap<>();
        // Kafka gives the dead launcher's work to the other when its session has ended, which takes 45 s unless told
        // otherwise.
        properties.put("freshet.kafka.properties.session.timeout.ms", "10000");
        properties.put("freshet.launcher.executor", "kubernetes");
        properties.put("freshet.launcher.kubernetes.namespace", cluster.namespace());
        properties.put("freshet.launcher.kubernetes.claim", cluster.claim());
        properties.put("freshet.launcher.kubernetes.image", cluster.image());
        properties.put("freshet.launcher.user", cluster.user());
        return properties;
    }

    private Map<String, String> environment() throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());
        return Map.of("KUBECONFIG", kubeconfig.toString());
    }

    private void awaitLaunches(int count) {
        try (RunObserver seen = new RunObserver(installation.kafka())) {
            Eventually.eventually(LIMIT, () -> assertTrue(seen.total() >= count, () -> seen.total() + " launches"));
        }
    }

    private List<String> executors() {
        try (RunObserver seen = new RunObserver(installation.kafka())) {
            Eventually.eventually(LIMIT, () -> assertTrue(seen.total() >= DAYS * 4));
            return seen.attempts().stream()
                    .map(AttemptStarted::executor)
                    .distinct()
                    .collect(Collectors.toList());
        }
    }
}
