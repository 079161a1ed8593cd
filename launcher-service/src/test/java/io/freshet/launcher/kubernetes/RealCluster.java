package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.freshet.launcher.dataplane.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A cluster that is given: {@code FRESHET_TEST_KUBECONFIG}, and a persistent volume claim whose directory is also one of this machine, and is
 * emptied: {@code FRESHET_TEST_DATA} (claim {@code FRESHET_TEST_CLAIM}, namespace {@code FRESHET_TEST_NAMESPACE}, and an image with a shell,
 * {@code FRESHET_TEST_IMAGE}).
 */
final class RealCluster implements TestCluster {
    static final String KUBECONFIG = "FRESHET_TEST_KUBECONFIG";

    private static final int REQUESTS = 8;

    private final Config config;
    private final Lines lines;

    /** What the test before has left would answer the next. */
    RealCluster() throws IOException {
        config = Config.fromKubeconfig(Files.readString(Path.of(System.getenv(KUBECONFIG))));
        URI server = URI.create(config.getMasterUrl());
        lines = new Lines(new InetSocketAddress(server.getHost(), server.getPort() < 0 ? 443 : server.getPort()));
        // The certificate may be for its own name only.
        config.setDisableHostnameVerification(true);
        try (Stream<Path> left = Files.list(root())) {
            for (Path path : left.toList()) {
                FileTrees.delete(path);
            }
        }
    }

    @Override
    public KubernetesClient client(Line line) {
        Config over = new ConfigBuilder(config)
                .withMasterUrl("https://127.0.0.1:%d/".formatted(line.port()))
                .build();
        return ApiServer.client(over, REQUESTS);
    }

    @Override
    public Lines lines() {
        return lines;
    }

    @Override
    public Duration outage() {
        return Duration.ofSeconds(60);
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
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv("FRESHET_TEST_" + name);
        return value == null ? otherwise : value;
    }
}
