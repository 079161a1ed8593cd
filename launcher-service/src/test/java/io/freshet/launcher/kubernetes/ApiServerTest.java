package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    /** Whatever the environment or a kubeconfig says. */
    @Test
    void waits_ten_seconds_to_connect_and_for_an_answer() {
        Config server = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withConnectionTimeout(0)
                .withRequestTimeout(0)
                .build();

        try (KubernetesClient client = ApiServer.client(server, 4)) {
            assertEquals(10_000, client.getConfiguration().getConnectionTimeout());
            assertEquals(10_000, client.getConfiguration().getRequestTimeout());
        }
    }
}
