package io.freshet.scheduler;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.admission.Asks;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives an instance of the service. */
@WithKafka
@WithPostgres
class SchedulerRestartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> NAMESPACES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    private static final QueueClient.Wanted EVERYTHING = new QueueClient.Wanted(null, null, null, 100);

    @TempDir
    Path directory;

    private TestKafka kafka;
    private TestDatabase database;

    @BeforeEach
    void prepare(TestKafka broker, TestDatabase empty) {
        kafka = broker;
        kafka.createProductTopics(2);
        database = empty;
    }

    @Test
    void admission_goes_on_where_it_was() {
        Map<String, Object> properties = RunningScheduler.properties(kafka, database, directory, "scheduler-0");
        properties.put("freshet.admission.default-slots", 1);
        try (EventPublisher others =
                new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "planner", "test-planner")) {
            try (RunningService service = SchedulerService.start(properties);
                    TopicReader<String, Event> launches = launches()) {
                RunningScheduler.awaitReady(service);
                ask(others, "1");
                ask(others, "2");
                assertEquals(List.of("clean-1"), attempts(launches, 1));
            }
            ask(others, "3");
            finish(others, "1");

            try (RunningService service = SchedulerService.start(properties);
                    TopicReader<String, Event> launches = launches()) {
                RunningScheduler.awaitReady(service);
                assertEquals(List.of("clean-1", "clean-2"), attempts(launches, 2));
                finish(others, "2");
                assertEquals(List.of("clean-1", "clean-2", "clean-3"), attempts(launches, 3));
            }
        }
    }

    @Test
    void two_instances_answer_alike_and_one_goes_on_when_the_other_has_gone() throws Exception {
        RunningService first = SchedulerService.start(reachable("scheduler-0"));
        try (RunningService second = SchedulerService.start(reachable("scheduler-1"));
                SchedulerClient other = client(first);
                SchedulerClient client = client(second)) {
            assertTrue(client.deploy("prod", Bundles.claims("echo 1")).published(), "by the first");
            assertBothShowEveryQueue(other.queues(), client.queues());

            first.close();
            ProblemException gone = assertThrows(ProblemException.class, () -> {
                for (String namespace : NAMESPACES) {
                    client.queues().queue(namespace, EVERYTHING);
                }
            });
            assertEquals("queue-elsewhere", gone.problem().code());

            assertTrue(client.deploy("prod", Bundles.claims("echo 2")).published(), "by the second");
        } finally {
            first.close();
        }
    }

    @Test
    void admits_nothing_after_records_it_has_not_read_were_lost_until_that_is_accepted() {
        Map<String, Object> properties = RunningScheduler.properties(kafka, database, directory, "scheduler-0");
        try (RunningService service = SchedulerService.start(properties)) {
            RunningScheduler.awaitReady(service);
        }
        kafka.delete(List.of(Topics.TASK_READY));
        kafka.create(List.of(new NewTopic(Topics.TASK_READY, 2, (short) 1)));

        try (RunningService service = SchedulerService.start(properties)) {
            assertFalse(service.isReady());
            assertTrue(service.isAlive(), "no restart would help");
        }

        try (RunningService service = SchedulerService.start(properties)) {
            String problem = service.problems().getFirst();
            assertTrue(
                    problem.contains(Topics.TASK_READY + " partition 0: the topic was deleted and made anew"), problem);
            properties.put("freshet.kafka.accept-lost-records", problem.substring(problem.lastIndexOf('=') + 1));
        }
        try (RunningService service = SchedulerService.start(properties)) {
            RunningScheduler.awaitReady(service);
        }
    }

    /** Each of them admits for some of the namespaces, and asks the other about the rest. */
    private static void assertBothShowEveryQueue(QueueClient first, QueueClient second) {
        eventually(SOON, () -> {
            for (String namespace : NAMESPACES) {
                assertEquals(List.of(), first.queue(namespace, EVERYTHING).attempts());
                assertEquals(List.of(), second.queue(namespace, EVERYTHING).attempts());
            }
            assertEquals(NAMESPACES.size(), shownBy(first) + shownBy(second));
            assertTrue(shownBy(first) > 0 && shownBy(second) > 0, "both admit for some");
        });
    }

    private static long shownBy(QueueClient scheduler) throws IOException {
        long shown = 0;
        for (String namespace : NAMESPACES) {
            try {
                scheduler.queueThere(namespace, EVERYTHING);
                shown++;
            } catch (ProblemException e) {
                assertEquals("queue-elsewhere", e.problem().code());
            }
        }
        return shown;
    }

    /** Where others can ask it. */
    private Map<String, Object> reachable(String instance) throws IOException {
        Map<String, Object> properties = RunningScheduler.properties(kafka, database, directory, instance);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            properties.put("micronaut.server.port", free.getLocalPort());
            properties.put("freshet.scheduler.address", "127.0.0.1:" + free.getLocalPort());
        }
        return properties;
    }

    private static SchedulerClient client(RunningService service) {
        return new SchedulerClient(URI.create("http://127.0.0.1:" + service.port()), "alice");
    }

    private TopicReader<String, Event> launches() {
        return new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(Event.class),
                Topics.TASK_LAUNCH);
    }

    private static List<String> attempts(TopicReader<String, Event> launches, int count) {
        return launches.atLeast(count, SOON).stream()
                .map(record -> ((LaunchCommand) record.value()).attempt())
                .sorted()
                .toList();
    }

    private static void ask(EventPublisher planner, String partition) {
        planner.send(Topics.TASK_READY, "prod", ready(partition)).join();
    }

    private static void finish(EventPublisher launcher, String partition) {
        TaskReady ready = ready(partition);
        launcher.send(
                        Topics.SLOT_RELEASES,
                        "prod",
                        new SlotsReleased(ready.instance().namespace(), List.of(ready.attempt()), ready.at()))
                .join();
    }

    private static TaskReady ready(String partition) {
        return Asks.task("clean").partition(partition).ready();
    }
}
