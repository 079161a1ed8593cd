package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.MockResponse;
import io.freshet.launcher.attempt.Rig;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodApiTest {
    private static final int CALLERS = 8;

    @Test
    void asks_for_an_end_once_at_a_time(@TempDir Path directory) throws Exception {
        try (FakeCluster cluster = new FakeCluster(Files.createDirectories(directory.resolve("data")));
                KubernetesClient client = cluster.client()) {
            PodApi requests = new PodApi(client, cluster.namespace(), 8);
            AtomicInteger asked = new AtomicInteger();
            CompletableFuture<Void> answer = new CompletableFuture<>();
            cluster.faults.add(_ -> {
                asked.incrementAndGet();
                answer.join();
                return new MockResponse().setResponseCode(HttpURLConnection.HTTP_NOT_FOUND);
            });
            cluster.faults.add(_ -> {
                asked.incrementAndGet();
                return null;
            });
            Thread first = Thread.ofVirtual().start(() -> requests.delete("slow", Duration.ZERO));
            eventually(Rig.PATIENCE, asked::get, count -> count == 1);

            requests.delete("slow", Duration.ZERO);

            assertTrue(first.isAlive(), "the second did not wait for the first");
            answer.complete(null);
            first.join();
            assertEquals(1, asked.get());
        }
    }

    @Test
    void removes_a_pod_whose_finalizers_are_said_to_be_null(@TempDir Path directory) throws Exception {
        try (FakeCluster cluster = new FakeCluster(Files.createDirectories(directory.resolve("data")));
                KubernetesClient client = cluster.client()) {
            PodApi requests = new PodApi(client, cluster.namespace(), 8);
            Pod pod = client.pods()
                    .inNamespace(cluster.namespace())
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("copy")
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withImage(FakeCluster.UNKNOWN_IMAGE)
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            pod.getMetadata().setFinalizers(null);

            requests.release(pod);

            assertEquals(Optional.empty(), requests.find("copy"));
        }
    }

    /** Most of the callers wait for the client to repeat what failed, which it forgets when it is closed. */
    @Test
    void lets_nobody_wait_for_a_repetition_when_it_is_closed(@TempDir Path directory) throws Exception {
        Config server = Config.empty();
        try (FakeCluster cluster = new FakeCluster(Files.createDirectories(directory.resolve("data")));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setMasterUrl("http://localhost:" + cluster.line().port());
            KubernetesClient client = ApiServer.client(server, CALLERS);
            PodApi requests = new PodApi(client, cluster.namespace(), CALLERS);
            cluster.line().cut();
            List<Future<Optional<Pod>>> calls = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> requests.find("copy-" + i)))
                    .toList();
            eventually(Rig.PATIENCE, cluster.line()::refused, count -> count > 4 * CALLERS);

            requests.close();
            client.close();

            for (Future<Optional<Pod>> call : calls) {
                ExecutionException failure = assertThrows(
                        ExecutionException.class, () -> call.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS));
                assertInstanceOf(KubernetesClientException.class, failure.getCause());
            }
        }
    }
}
