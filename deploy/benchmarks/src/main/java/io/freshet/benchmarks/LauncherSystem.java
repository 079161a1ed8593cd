package io.freshet.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.embedded.DeletedTree;
import io.freshet.embedded.EmbeddedBroker;
import io.freshet.launcher.LauncherService;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A launcher that makes pods which nobody schedules, between a real broker and a real cluster. */
final class LauncherSystem implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long PAUSE_MILLIS = 1;
    /** The cluster's scheduler has a machine of its own elsewhere; here it would try each pod again and again beside what is measured. */
    private static final String UNSCHEDULED = "schedulerName: freshet-benchmark-nobody\n";

    private final Path directory;
    private final EmbeddedBroker broker;
    private final EventPublisher publisher;
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final SharedIndexInformer<Pod> informer;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final List<LaunchAttempt> launched = new ArrayList<>();
    private final ServiceProcess launcher;

    /**
     * @param directory an empty one, which is gone afterwards
     */
    LauncherSystem(Path directory) throws IOException, ExecutionException, InterruptedException {
        this.directory = directory;
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
        new TopicAdmin(kafka).createMissing(PARTITIONS, (short) 1);
        publisher = new EventPublisher(kafka, "benchmark", "benchmark");
        Path templates = Files.createDirectories(directory.resolve("templates"));
        Files.writeString(templates.resolve("default.yaml"), UNSCHEDULED);
        informer = client.pods()
                .withLabel("app.kubernetes.io/managed-by", "freshet-launcher")
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        seen.put(pod.getMetadata().getName(), System.nanoTime());
                    }

                    @Override
                    public void onUpdate(Pod before, Pod after) {
                        // That it was made is all that counts.
                    }

                    @Override
                    public void onDelete(Pod pod, boolean stateUnknown) {
                        seen.remove(pod.getMetadata().getName());
                    }
                });
        launcher =
                ServiceProcess.start(LauncherService.class, properties(templates), directory.resolve("launcher.log"));
    }

    private Map<String, Object> properties(Path templates) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("freshet.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put("freshet.kafka.partitions", PARTITIONS);
        properties.put("freshet.kafka.replication", 1);
        properties.put("freshet.storage.root", storage());
        properties.put("freshet.launcher.executor", "kubernetes");
        properties.put("freshet.launcher.user", 20_001);
        properties.put("freshet.launcher.kubernetes.image", "example.invalid/task:1");
        properties.put("freshet.launcher.kubernetes.templates", templates);
        properties.put("micronaut.server.port", -1);
        properties.put("FRESHET_LOG_LEVEL", "WARN");
        return properties;
    }

    private Path storage() {
        return directory.resolve("storage");
    }

    LaunchAttempt order(int number) {
        InstanceRef instance = InstanceRef.parse("benchmark/pods/copy/site=site-" + number);
        String run = DerivedId.of("run", instance.toString());
        return new LaunchAttempt(DerivedId.attempt(instance, 1, 1), 1, List.of(run), work(instance), Instant.now());
    }

    private AttemptSpec work(InstanceRef instance) {
        return new AttemptSpec(
                instance,
                1,
                new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT, null),
                null,
                Map.of(),
                List.of(),
                List.of(),
                Sha256.of("key of " + instance),
                null,
                null,
                new CacheSpec.Off(),
                null,
                null,
                "benchmark",
                null,
                null);
    }

    void launch(LaunchAttempt order) {
        launched.add(order);
        var _ = publisher.send(Topics.TASK_LAUNCH, order.instance().toString(), order);
    }

    /** When the cluster reported the pod, by {@link System#nanoTime}. */
    long awaitPod(String attempt, Duration limit) throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        Long at = seen.get(attempt);
        while (at == null) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("no pod %s; the launcher's last words:%n%s"
                        .formatted(attempt, ServiceProcess.lastLines(directory.resolve("launcher.log"))));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            at = seen.get(attempt);
        }
        return at;
    }

    /** Returns when no pod is left. */
    void cancelAll(Duration limit) throws InterruptedException, TimeoutException {
        for (LaunchAttempt order : launched) {
            var _ = publisher.send(
                    Topics.TASK_LAUNCH,
                    order.instance().toString(),
                    new CancelAttempt(
                            order.instance(), order.attempt(), order.run(), Reason.CANCEL_REQUESTED, Instant.now()));
        }
        long end = System.nanoTime() + limit.toNanos();
        while (!seen.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("%d pods are left".formatted(seen.size()));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            launcher.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        informer.close();
        client.close();
        publisher.close();
        broker.close();
        DeletedTree.delete(directory);
    }
}
