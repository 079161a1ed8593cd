package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.freshet.launcher.dataplane.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A cluster that is given: {@code FRESHET_TEST_KUBECONFIG}, and a persistent volume claim whose directory is also one of this machine, and is
 * emptied: {@code FRESHET_TEST_DATA} (claim {@code FRESHET_TEST_CLAIM}, namespace {@code FRESHET_TEST_NAMESPACE}, and an image with a shell,
 * {@code FRESHET_TEST_IMAGE}).
 */
final class RealCluster implements TestCluster {
    static final String KUBECONFIG = "FRESHET_TEST_KUBECONFIG";

    /** What the test before has left would answer the next. */
    RealCluster() throws IOException {
        try (Stream<Path> left = Files.list(root())) {
            for (Path path : left.toList()) {
                Trees.delete(path);
            }
        }
    }

    @Override
    public KubernetesClient client() {
        try {
            String file = Files.readString(Path.of(System.getenv(KUBECONFIG)));
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
