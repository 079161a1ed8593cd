package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.MockResponse;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodRequestsTest {
    private static final Duration SLOW = Duration.ofSeconds(1);

    @Test
    void asks_for_an_end_once_at_a_time(@TempDir Path directory) throws Exception {
        try (FakeCluster cluster = new FakeCluster(Files.createDirectories(directory.resolve("data")));
                KubernetesClient client = cluster.client()) {
            PodRequests requests = new PodRequests(client, cluster.namespace(), 8);
            AtomicInteger asked = new AtomicInteger();
            cluster.faults.add(_ -> {
                asked.incrementAndGet();
                return new MockResponse()
                        .setResponseCode(HttpURLConnection.HTTP_NOT_FOUND)
                        .setBodyDelay(SLOW);
            });
            cluster.faults.add(_ -> {
                asked.incrementAndGet();
                return null;
            });
            Thread first = Thread.ofVirtual().start(() -> requests.delete("slow", Duration.ZERO));
            eventually(SLOW, asked::get, count -> count == 1);

            requests.delete("slow", Duration.ZERO);

            assertTrue(first.isAlive(), "the second did not wait for the first");
            first.join();
            assertEquals(1, asked.get());
        }
    }
}
