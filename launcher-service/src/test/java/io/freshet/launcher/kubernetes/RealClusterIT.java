package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.FailureKind;
import io.freshet.contracts.event.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios in a real cluster. It needs {@code FRESHET_TEST_KUBECONFIG}, and a persistent volume claim whose directory is also one of
 * this machine, and is emptied: {@code FRESHET_TEST_DATA} (claim {@code FRESHET_TEST_CLAIM}, namespace {@code FRESHET_TEST_NAMESPACE}, and an image with a
 * shell, {@code FRESHET_TEST_IMAGE}).
 */
@EnabledIfEnvironmentVariable(named = "FRESHET_TEST_KUBECONFIG", matches = ".+")
class RealClusterIT extends PodScenarios {
    @Override
    TestCluster cluster() throws IOException {
        RealCluster cluster = new RealCluster();
        // What the test before has left would answer this one.
        try (Stream<Path> left = Files.list(cluster.root())) {
            for (Path path : left.toList()) {
                delete(path);
            }
        }
        return cluster;
    }

    @Test
    void runs_as_the_identity_and_can_write_nothing_else() throws Exception {
        pods.start();

        AttemptFinished finish = pods.run(pods.rig.shell(
                "copy", "id -u; id -g; touch /here || touch ../in/here || touch ../code/here || echo no"));

        assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        String log = pods.rig.reports.log();
        assertTrue(log.startsWith("20001\n20001\n"), log);
        assertTrue(log.contains("no\n"), log);
        assertEquals(3, log.split("Read-only file system", -1).length - 1, log);
    }

    @Test
    void tells_that_memory_ran_out() throws Exception {
        pods.start();

        assertEquals(
                FailureKind.OOM,
                failed(pods.run(pods.rig.shell("copy", "exec tail /dev/zero"))).kind());
    }

    @Test
    void tells_that_there_is_no_such_image(@TempDir Path templates) throws Exception {
        pods.image = "example.invalid/absent:1";
        pods.templates = Files.createDirectories(templates);
        Files.writeString(templates.resolve("default.yaml"), "imagePullPolicy: Never");
        pods.start();

        assertEquals(
                FailureKind.IMAGE,
                failed(pods.run(pods.rig.shell("copy", "true"))).kind());
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static final class RealCluster implements TestCluster {
        @Override
        public KubernetesClient client() {
            try {
                String file = Files.readString(Path.of(System.getenv("FRESHET_TEST_KUBECONFIG")));
                return new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(file))
                        .build();
            } catch (IOException e) {
                throw new IllegalStateException("the kubeconfig cannot be read", e);
            }
        }

        @Override
        public String namespace() {
            return setting("NAMESPACE", "freshet-tasks");
        }

        @Override
        public String claim() {
            return setting("CLAIM", "freshet-data");
        }

        @Override
        public Path root() {
            return Path.of(setting("DATA", "/var/lib/freshet"));
        }

        @Override
        public String image() {
            return setting("IMAGE", "busybox:1");
        }

        @Override
        public int user() {
            return 20_001;
        }

        @Override
        public void close() {
            // It stays.
        }

        private static String setting(String name, String otherwise) {
            String value = System.getenv("FRESHET_TEST_" + name);
            return value == null ? otherwise : value;
        }
    }
}
