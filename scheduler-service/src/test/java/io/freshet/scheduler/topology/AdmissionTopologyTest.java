package io.freshet.scheduler.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.envelope.EventSerdes;
import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.admission.AdmissionPolicy;
import io.freshet.scheduler.admission.Asks;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.RefusalHandler;
import io.freshet.servicekit.streams.ThreadFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTopologyTest {
    private static final Path GOLDEN = Path.of("src/test/resources/admission-topology.txt");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");

    private final EventSerdes events = new EventSerdes("planner");

    @TempDir
    Path state;

    private final ThreadFailure failure = new ThreadFailure("test");

    /** By another clock than the driver's, which stands still while nothing happens. */
    private final LiveQueues queues = new LiveQueues(() -> NOW.plusSeconds(90));

    private Topology topology;
    private TopologyTestDriver driver;
    private TestInputTopic<String, ReadyCommand> ready;
    private TestInputTopic<String, SlotsReleased> released;
    private TestInputTopic<String, PoolDefined> pools;
    private TestOutputTopic<String, LaunchCommand> launches;
    private TestOutputTopic<String, TaskEvent> decisions;
    private TestOutputTopic<String, AttemptFinished> failures;

    @BeforeEach
    void start() {
        StreamsConfig config = AdmissionSettings.of(
                KafkaSettings.of("nowhere:9092"),
                "admission",
                new AdmissionSettings.Instance("scheduler-0", null),
                state,
                1,
                failure);
        topology = AdmissionTopology.of(config, 12, new AdmissionPolicy(1, false), queues);
        Properties properties = new Properties();
        properties.putAll(config.originals());
        driver = new TopologyTestDriver(topology, properties, NOW);
        ready = input(Topics.TASK_READY, ReadyCommand.class);
        released = input(Topics.SLOT_RELEASES, SlotsReleased.class);
        pools = input(Topics.POOL_DEFINITIONS, PoolDefined.class);
        launches = output(Topics.TASK_LAUNCH, LaunchCommand.class);
        decisions = output(Topics.TASK_EVENTS, TaskEvent.class);
        failures = output(Topics.TASK_FINISHED, AttemptFinished.class);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void is_the_one_that_was_drawn() throws IOException {
        assertEquals(Files.readString(GOLDEN), topology.describe().toString());
    }

    @Test
    void launches_in_the_step_that_reads_the_ready_command() {
        TaskReady asked = Asks.task("clean").ready();

        ready.pipeInput("prod", asked);

        TestRecord<String, LaunchCommand> launch = launches.readRecord();
        assertEquals("prod/claims/clean/n=0", launch.key());
        assertEquals(asked.work(), ((LaunchCommand.LaunchAttempt) launch.value()).work());
        assertNotNull(launch.headers().lastHeader("ce_id"));
        assertEquals("prod/claims", decisions.readRecord().key());
    }

    @Test
    void writes_one_set_of_cloudevents_headers() {
        ready.pipeInput("prod", Asks.task("clean").ready());

        var ids = launches.readRecord().headers().headers("ce_type").iterator();

        assertEquals("io.freshet.attempt.admitted.v1", new String(ids.next().value(), StandardCharsets.UTF_8));
        assertTrue(!ids.hasNext());
    }

    @Test
    void a_release_gives_the_slot_to_the_next() {
        ready.pipeInput("prod", Asks.task("clean").partition(1).ready());
        ready.pipeInput("prod", Asks.task("clean").partition(2).ready());
        assertEquals("clean-1", launches.readValue().attempt());
        assertTrue(launches.isEmpty());

        TaskReady first = Asks.task("clean").partition(1).ready();
        released.pipeInput("prod", new SlotsReleased("prod", List.of(first.attempt()), NOW));

        assertEquals("clean-2", launches.readValue().attempt());
    }

    @Test
    void what_waits_is_seen_while_nothing_happens() {
        ready.pipeInput("prod", Asks.task("clean").partition(1).ready());
        ready.pipeInput("prod", Asks.task("clean").partition(2).ready());

        assertEquals(List.of(new QueueInfo.PoolUse("prod", "default", 1, 1, 1, 90)), queues.pools());
    }

    @Test
    void a_tombstone_gives_a_pool_its_default_size() {
        pools.pipeInput("prod/default", new PoolDefined("prod", "default", 0, NOW));
        ready.pipeInput("prod", Asks.task("clean").ready());
        assertTrue(launches.isEmpty());

        pools.pipeInput("prod/default", (PoolDefined) null);

        assertEquals("clean-0", launches.readValue().attempt());
    }

    @Test
    void wakes_when_the_time_has_come() {
        ready.pipeInput("prod", Asks.task("clean").notBefore(NOW.plusSeconds(3)).ready());
        driver.advanceWallClockTime(Duration.ofMillis(2_999));
        assertTrue(launches.isEmpty());

        driver.advanceWallClockTime(Duration.ofMillis(1));

        assertEquals("clean-0", launches.readValue().attempt());
    }

    @Test
    void an_earlier_time_overtakes_a_later_one() {
        ready.pipeInput("prod", Asks.task("a").notBefore(NOW.plusSeconds(60)).ready());
        ready.pipeInput("prod", Asks.task("b").notBefore(NOW.plusSeconds(1)).ready());

        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertEquals(
                List.of("b-0"),
                launches.readValuesToList().stream().map(LaunchCommand::attempt).toList());
    }

    @Test
    void what_cannot_be_read_stops_nothing() {
        driver.createInputTopic(Topics.TASK_READY, new StringSerializer(), new StringSerializer())
                .pipeInput("prod", "{");
        ready.pipeInput("prod", Asks.task("clean").ready());

        assertEquals("clean-0", launches.readValue().attempt());
    }

    @Test
    void an_attempt_too_large_to_be_launched_fails_and_stops_nobody() {
        TaskReady large = Asks.task("large").ready(Map.of("p", "x".repeat(17 * 1024 * 1024)));

        ready.pipeInput("prod", large);
        ready.pipeInput("prod", Asks.task("clean").ready());

        assertEquals("clean-0", launches.readValue().attempt());
        TestRecord<String, AttemptFinished> finished = failures.readRecord();
        assertEquals("prod/claims", finished.key());
        assertEquals("large-0", finished.value().attempt());
        Outcome.Failed outcome = (Outcome.Failed) finished.value().outcome();
        assertEquals(FailureKind.INVALID, outcome.kind());
        assertTrue(outcome.message().contains("is larger than"), outcome.message());
        assertEquals(1, deadLetters(Topics.TASK_READY));
        assertTrue(launches.isEmpty() && failures.isEmpty());
    }

    @Test
    void a_queued_attempt_too_large_to_be_launched_gives_its_turn_to_the_next() {
        pools.pipeInput("prod/default", new PoolDefined("prod", "default", 0, NOW));
        // Its row has room, but not the event with all that surrounds it.
        ready.pipeInput("prod", Asks.task("large").ready(Map.of("p", "x".repeat(RecordLimits.MAX_ROW_BYTES - 1_600))));
        ready.pipeInput("prod", Asks.task("clean").ready());
        assertTrue(failures.isEmpty());
        refuse(Asks.task("large").ready());

        pools.pipeInput("prod/default", new PoolDefined("prod", "default", 1, NOW));

        assertEquals("clean-0", launches.readValue().attempt());
        assertEquals("large-0", failures.readValue().attempt());
        assertEquals(0, deadLetters(Topics.POOL_DEFINITIONS));
    }

    @Test
    void what_kafka_refused_once_costs_the_attempt_that_it_is_about() {
        refuse(Asks.task("large").ready());

        ready.pipeInput("prod", Asks.task("large").ready());
        ready.pipeInput("prod", Asks.task("clean").ready());

        assertEquals("clean-0", launches.readValue().attempt());
        Outcome.Failed outcome = (Outcome.Failed) failures.readValue().outcome();
        assertTrue(outcome.message().contains("Kafka refuses it"), outcome.message());
    }

    @Test
    void a_pool_without_a_name_stops_nothing() {
        pools.pipeInput(null, new PoolDefined("prod", "default", 0, NOW));
        ready.pipeInput("prod", Asks.task("clean").ready());

        assertEquals("clean-0", launches.readValue().attempt());
    }

    /** As the runtime does when a launch was too large for the broker. */
    private void refuse(TaskReady asked) {
        RecordHeaders headers = new RecordHeaders();
        LaunchCommand launch = new LaunchCommand.LaunchAttempt(asked.attempt(), 1, asked.runs(), asked.work(), NOW);
        byte[] value = new EventSerializer("scheduler").serialize(Topics.TASK_LAUNCH, headers, launch);
        RefusalHandler handler = new RefusalHandler();
        handler.configure(failure.handlers());
        ErrorHandlerContext context = new DefaultErrorHandlerContext(
                null,
                Topics.TASK_READY,
                0,
                7,
                new RecordHeaders(),
                "admission",
                new TaskId(0, 0),
                0,
                new byte[0],
                new byte[0]);
        handler.handleError(
                context,
                new ProducerRecord<>(Topics.TASK_LAUNCH, null, null, new byte[0], value, headers),
                new RecordTooLargeException("larger than max.message.bytes"));
    }

    private long deadLetters(String topic) {
        return driver.createOutputTopic(
                        Topics.deadLetters(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .getQueueSize();
    }

    @Test
    void keeps_what_waits_in_its_stores() {
        ready.pipeInput("prod", Asks.task("clean").partition(1).ready());
        ready.pipeInput("prod", Asks.task("clean").partition(2).ready());

        assertTrue(stored("clean-1").contains("\"launched\""));
        assertTrue(stored("clean-2").contains("\"queued\""));

        released.pipeInput("prod", new SlotsReleased("prod", List.of("clean-1"), NOW));

        assertNull(driver.getKeyValueStore(AdmissionSupplier.ATTEMPTS).get("clean-1"));
        assertTrue(stored("clean-2").contains("\"launched\""));
    }

    @Test
    void gives_back_the_slots_of_all_attempts_that_ended_together() {
        pools.pipeInput("prod/default", new PoolDefined("prod", "default", 2, NOW));
        for (int partition = 1; partition <= 4; partition++) {
            ready.pipeInput("prod", Asks.task("clean").partition(partition).ready());
        }
        assertEquals(2, launches.readValuesToList().size());

        released.pipeInput("prod", new SlotsReleased("prod", List.of("clean-1", "unknown", "clean-2"), NOW));

        assertEquals(
                List.of("clean-3", "clean-4"),
                launches.readValuesToList().stream().map(LaunchCommand::attempt).toList());
    }

    private String stored(String attempt) {
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(AdmissionSupplier.ATTEMPTS);
        return new String(store.get(attempt), StandardCharsets.UTF_8);
    }

    private <E extends Event> TestInputTopic<String, E> input(String topic, Class<E> type) {
        return driver.createInputTopic(
                topic, Serdes.String().serializer(), events.of(type).serializer(), NOW, Duration.ZERO);
    }

    private <E extends Event> TestOutputTopic<String, E> output(String topic, Class<E> type) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), events.of(type).deserializer());
    }
}
