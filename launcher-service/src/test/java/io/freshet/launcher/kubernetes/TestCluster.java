package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;

/** A cluster in which tests run pods: one that is given, or one that is made up. */
interface TestCluster extends AutoCloseable {
    /** A client of its own for whoever asks, over the line; closed by them. */
    KubernetesClient client(Line line);

    default KubernetesClient client() {
        return client(line());
    }

    /** To the API server; closed with the cluster. */
    Lines lines();

    default Line line() {
        return lines().usual();
    }

    /** How long the server is away when it is. */
    Duration outage();

    String namespace();

    /** The claim that holds {@link #root}. */
    String claim();

    /** The directory that pods see through the claim. */
    Path root();

    /** An image with a shell. */
    String image();

    /** As whom pods can run here and write what is ours. */
    int user();

    @Override
    void close();
}
