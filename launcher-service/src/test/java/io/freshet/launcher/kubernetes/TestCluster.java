package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** A cluster in which tests run pods: one that is given, or one that is made up. */
interface TestCluster extends AutoCloseable {
    /** A client of its own for whoever asks; closed by them. */
    KubernetesClient client();

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
