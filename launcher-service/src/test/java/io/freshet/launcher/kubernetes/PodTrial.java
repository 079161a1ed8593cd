package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A launcher over a cluster. */
abstract class PodTrial {
    TestCluster cluster;
    PodRig pods;
    KubernetesClient client;

    abstract TestCluster cluster() throws Exception;

    @BeforeEach
    void start() throws Exception {
        cluster = cluster();
        client = cluster.client();
        pods = new PodRig(cluster);
    }

    @AfterEach
    void stop() throws Exception {
        pods.close();
        cluster.close();
        client.close();
    }

    /** Of the pods that launchers made. */
    List<String> podNames() {
        return client
                .pods()
                .inNamespace(cluster.namespace())
                .withLabel("app.kubernetes.io/managed-by", "freshet-launcher")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }
}
