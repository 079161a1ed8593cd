package io.freshet.planner;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.kafka.EventPublisher;
import io.freshet.contracts.kafka.KafkaSettings;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Measures how long a planner that was stopped or killed takes from the start of its process to its next decision.
 * Not a test; the figures are in {@code docs/adr/0002-streams-group-protocol.md}.
 */
final class RestartBench {
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int ROUNDS = 5;

    private final TestKafka kafka = TestKafka.shared();
    private final Path directory = Files.createTempDirectory("restart-bench");
    private int decisions;

    private RestartBench() throws Exception {}

    public static void main(String[] arguments) throws Exception {
        RestartBench bench = new RestartBench();
        bench.kafka.createProductTopics(Integer.parseInt(arguments[0]));
        bench.measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        try (EventPublisher publisher =
                        new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "test", "restart-bench");
                TopicReader<String, Event> ready = new TopicReader<>(
                        kafka.bootstrapServers(),
                        new StringDeserializer(),
                        new EventDeserializer<>(Event.class),
                        Topics.TASK_READY)) {
            publisher
                    .send(Topics.WORKFLOW_DEFINITIONS, CLAIMS.toString(), PlannerFixtures.copyingSites(CLAIMS, 1))
                    .get();
            start(publisher, ready, "first start").close();
            for (int round = 0; round < ROUNDS; round++) {
                start(publisher, ready, "after a stop").kill();
                start(publisher, ready, "after a kill").close();
            }
        }
    }

    private PlannerProcess start(EventPublisher publisher, TopicReader<String, Event> ready, String what)
            throws Exception {
        decisions++;
        publisher
                .send(
                        Topics.FILE_CHANGES,
                        "prod/raw",
                        PlannerFixtures.change("raw", PartitionKey.of("site", "s" + decisions), "x"))
                .get();
        long begin = System.nanoTime();
        PlannerProcess process = PlannerProcess.start(properties(), port(), directory.resolve("log"));
        ready.atLeast(decisions, LIMIT);
        System.out.printf(
                "%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return process;
    }

    private Map<String, Object> properties() {
        return Map.of(
                "freshet.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "freshet.kafka.replication",
                1,
                "freshet.state.dir",
                directory.resolve("state"));
    }

    private static int port() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
