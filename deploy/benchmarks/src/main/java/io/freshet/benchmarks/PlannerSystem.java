package io.freshet.benchmarks;

import io.freshet.benchmarks.load.SiteWorkflow;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.topic.Topics;
import io.freshet.embedded.DeletedTree;
import io.freshet.embedded.EmbeddedBroker;
import io.freshet.planner.PlannerService;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * A planner between a real broker and an executor that does nothing, on an empty directory that is gone again afterwards. Topics have
 * one partition, so that all workflows share one thread, one store and every transaction: there is nothing that keeps them apart.
 */
final class PlannerSystem implements AutoCloseable {
    private static final int PARTITIONS = 1;

    private final Path directory;
    private final EmbeddedBroker broker;
    private final EventPublisher publisher;
    private final NoOpExecutor executor;
    private ServiceProcess planner;

    PlannerSystem() throws IOException, ExecutionException, InterruptedException {
        directory = Files.createTempDirectory("freshet-benchmark");
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
        new TopicAdmin(kafka).createMissing(PARTITIONS, (short) 1);
        publisher = new EventPublisher(kafka, "benchmark", "benchmark");
        executor = new NoOpExecutor(broker.bootstrapServers(), publisher);
        planner = startPlanner();
    }

    NoOpExecutor executor() {
        return executor;
    }

    ServiceProcess planner() {
        return planner;
    }

    /** After the one before ended. */
    void restartPlanner() throws IOException {
        planner = startPlanner();
    }

    private ServiceProcess startPlanner() throws IOException {
        return ServiceProcess.start(
                PlannerService.class,
                Map.of(
                        "freshet.kafka.bootstrap-servers",
                        broker.bootstrapServers(),
                        "freshet.kafka.partitions",
                        PARTITIONS,
                        "freshet.kafka.replication",
                        1,
                        "freshet.state.dir",
                        state(),
                        "freshet.planner.map-store-files",
                        true,
                        "micronaut.server.port",
                        -1,
                        "FRESHET_LOG_LEVEL",
                        "WARN"),
                log());
    }

    void deploy(WorkflowDefinition definition) {
        publisher
                .send(Topics.WORKFLOW_DEFINITIONS, definition.workflow().toString(), definition)
                .join();
    }

    /**
     * One round of changes: see {@link SiteWorkflow#changes}.
     *
     * @return {@link System#nanoTime} of the moment before the first was sent
     */
    long change(SiteWorkflow workflow, String round, int from, int to) {
        long begin = System.nanoTime();
        for (FileChanges part : workflow.changes(round, from, to)) {
            var _ = publisher.send(Topics.FILE_CHANGES, workflow.input().toString(), part);
        }
        return begin;
    }

    /** What a stopped planner's stores take on disk, in bytes, by the store's name. */
    Map<String, Long> storeBytes() throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int names = file.getNameCount();
                if (file.getName(names - 3).toString().equals("committed")) {
                    bytes.merge(file.getName(names - 2).toString(), Files.size(file), Long::sum);
                }
            }
        }
        return bytes;
    }

    void deleteStores() throws IOException {
        DeletedTree.delete(state());
    }

    /** What the planner complained of last. */
    String complaints() throws IOException {
        return ServiceProcess.lastLines(log());
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path log() {
        return directory.resolve("planner.log");
    }

    @Override
    public void close() throws IOException {
        try {
            planner.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.close();
        publisher.close();
        broker.close();
        DeletedTree.delete(directory);
    }
}
