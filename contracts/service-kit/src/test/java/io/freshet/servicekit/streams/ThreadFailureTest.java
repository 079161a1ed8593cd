package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.PoolDefined;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

final class ThreadFailureTest {
    private static final StreamThreadExceptionResponse REPLACED = StreamThreadExceptionResponse.REPLACE_THREAD;
    private static final StreamThreadExceptionResponse STOPPED = StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = 1;
    private final ThreadFailure after = new ThreadFailure("admission", pauses::add, () -> nanos);
    private final StreamsException full =
            new StreamsException("failed", new ProcessorStateException("No space left on device"));

    @Test
    void a_thread_that_lost_kafka_is_replaced_however_often() {
        for (int i = 0; i < 10; i++) {
            assertEquals(REPLACED, after.handle(new StreamsException("no answer", new TimeoutException("after 60 s"))));
        }
        assertEquals(Optional.empty(), after.problem());
    }

    @Test
    void the_third_failure_at_one_record_stops_the_topology_and_says_where_and_why() {
        assertEquals(REPLACED, failAt(7));
        assertEquals(REPLACED, failAt(7));
        assertEquals(Optional.empty(), after.problem());

        assertEquals(STOPPED, failAt(7));

        String problem = after.problem().orElseThrow();
        assertTrue(problem.contains("admission has stopped"), problem);
        assertTrue(problem.contains("freshet.task-ready partition 3 offset 7"), problem);
        assertTrue(problem.contains("No space left on device"), problem);
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)), pauses);
    }

    @Test
    void failures_at_different_records_are_not_counted_together() {
        for (int offset = 0; offset < 10; offset++) {
            assertEquals(REPLACED, failAt(offset));
        }
    }

    @Test
    void failures_long_ago_are_forgotten() {
        for (int i = 0; i < 10; i++) {
            assertEquals(REPLACED, failAt(7));
            nanos += Duration.ofMinutes(11).toNanos();
        }
    }

    @Test
    void a_timer_that_fails_is_counted_like_a_record() {
        for (int i = 0; i < 2; i++) {
            assertEquals(REPLACED, failAt(null, 0));
        }

        assertEquals(STOPPED, failAt(null, 0));

        assertTrue(after.problem().orElseThrow().contains("a timer of task 0_3"));
    }

    @Test
    void what_only_a_restart_mends_stops_at_once() {
        for (Throwable failure : List.of(
                new StreamsException("failed", new ProcessorStateException("Corruption: bad block")),
                new StreamsException("failed", new FencedInstanceIdException("somebody else is here")),
                new StreamsException(new OutOfMemoryError("heap")))) {
            assertEquals(STOPPED, new ThreadFailure("test", pauses::add, () -> nanos).handle(failure));
        }
        assertEquals(List.of(), pauses);
    }

    @Test
    void an_event_that_the_broker_refuses_for_good_is_known_once() {
        PoolDefined pool = new PoolDefined("prod", "default", 1, Instant.EPOCH);
        RecordHeaders headers = new RecordHeaders();
        byte[] value = new io.freshet.contracts.envelope.EventSerializer("test").serialize("t", headers, pool);
        ProductionExceptionHandler handler = new RefusalHandler();
        handler.configure(after.handlers());

        var response = handler.handleError(
                context("freshet.task-ready", 7),
                new ProducerRecord<>("t", null, null, new byte[0], value, headers),
                new RecordTooLargeException("larger than max.message.bytes"));

        assertEquals(ProductionExceptionHandler.Result.FAIL, response.result());
        RefusedRecords refused = ThreadFailure.refusedIn(after.handlers());
        assertEquals(Optional.empty(), refused.take(new PoolDefined("prod", "other", 1, Instant.EPOCH)));
        assertTrue(refused.take(pool).orElseThrow().contains("larger than max.message.bytes"));
        assertEquals(Optional.empty(), refused.take(pool));
    }

    @Test
    void a_broker_that_is_busy_is_tried_again() {
        ProductionExceptionHandler handler = new RefusalHandler();
        handler.configure(after.handlers());

        var response = handler.handleError(
                context("freshet.task-ready", 7),
                new ProducerRecord<>("t", new byte[0]),
                new TimeoutException("not yet"));

        assertEquals(ProductionExceptionHandler.Result.RETRY, response.result());
    }

    @Test
    void a_record_of_a_topic_without_dead_letters_is_passed_over() {
        ProcessingExceptionHandler processing = new RejectionHandler();
        processing.configure(after.handlers());
        DeserializationExceptionHandler reading = new DeadLetterHandler();

        var rejected = processing.handleError(
                context("app-pool-sizes-repartition", 7),
                new Record<>("k", "v", 0),
                new RejectedRecordException("it is wrong"));
        var unread = reading.handleError(
                context("app-pool-sizes-repartition", 7),
                new ConsumerRecord<>("app-pool-sizes-repartition", 0, 7, new byte[0], bytes("{")),
                new SerializationException("no JSON"));

        assertEquals(ProcessingExceptionHandler.Result.RESUME, rejected.result());
        assertEquals(List.of(), rejected.deadLetterQueueRecords());
        assertEquals(DeserializationExceptionHandler.Result.RESUME, unread.result());
        assertEquals(List.of(), unread.deadLetterQueueRecords());
    }

    private StreamThreadExceptionResponse failAt(long offset) {
        return failAt("freshet.task-ready", offset);
    }

    private StreamThreadExceptionResponse failAt(String topic, long offset) {
        ProcessingExceptionHandler handler = new RejectionHandler();
        handler.configure(after.handlers());
        var response = handler.handleError(context(topic, offset), new Record<>("k", "v", 0), full);
        assertEquals(ProcessingExceptionHandler.Result.FAIL, response.result());
        return after.handle(full);
    }

    @Test
    void a_fault_while_a_record_is_read_is_no_dead_letter() {
        var response = new DeadLetterHandler()
                .handleError(
                        context("freshet.task-ready", 7),
                        new ConsumerRecord<>("freshet.task-ready", 3, 7, new byte[0], new byte[0]),
                        new IllegalStateException("a mistake of ours"));

        assertEquals(DeserializationExceptionHandler.Result.FAIL, response.result());
        assertTrue(response.deadLetterQueueRecords().isEmpty());
    }

    private static ErrorHandlerContext context(String topic, long offset) {
        return new DefaultErrorHandlerContext(
                null, topic, 3, offset, new RecordHeaders(), "node", new TaskId(0, 3), 0, new byte[0], new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
