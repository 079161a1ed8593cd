package io.freshet.watcher;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from a closed file to its event at a reader of committed records. No test: run it by name, {@code
 * -Dtest=LatencyMeasurement}.
 */
@WithKafka
class LatencyMeasurement {
    private static final int WARM_UP = 100;
    private static final int RUNS = 300;
    private static final PrintStream OUT = System.out;

    @TempDir
    Path temporary;

    @Test
    void closed_to_read(TestKafka kafka) throws Exception {
        kafka.createProductTopics(3);
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> kafka.admin()
                        .describeTopics(List.of(Topics.FILE_CHANGES))
                        .allTopicNames()
                        .get());
        StorageRoot root = new StorageRoot(temporary.resolve("root"));
        Path directory = Files.createDirectories(root.dataset(new DatasetRef("prod", "raw"), "raw"));
        try (RunningService service =
                        WatcherService.start(WatcherSettings.of(kafka.bootstrapServers(), root, temporary));
                TopicReader<String, String> changes =
                        TopicReader.ofText(kafka.bootstrapServers(), Topics.FILE_CHANGES)) {
            deploy(kafka);
            long[] nanos = new long[RUNS];
            for (int i = -WARM_UP; i < RUNS; i++) {
                LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
                int count = i + WARM_UP + 1;
                Files.writeString(directory.resolve("f" + count), "content " + count);
                long closed = System.nanoTime();
                changes.atLeast(count, Duration.ofSeconds(30));
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - closed;
                }
            }
            Arrays.sort(nanos);
            OUT.printf(
                    "closed -> read by a consumer: p50 %.1f ms, p99 %.1f ms, max %.1f ms; ready: %s%n",
                    nanos[RUNS / 2] / 1e6, nanos[RUNS * 99 / 100] / 1e6, nanos[RUNS - 1] / 1e6, service.isReady());
        }
    }

    private static void deploy(TestKafka kafka) throws Exception {
        WorkflowRef workflow = new WorkflowRef("prod", "claims");
        DatasetSpec raw = new DatasetSpec(
                "raw",
                "raw",
                Layout.parse("{name}"),
                new WatchSpec(Duration.ZERO, List.of(), null),
                null,
                DatasetSpec.Deletions.PROPAGATE,
                List.of(),
                null);
        try (EventPublisher publisher =
                new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "test", "test")) {
            publisher
                    .send(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), Definitions.watching(workflow, 1, raw))
                    .get();
        }
    }
}
