package io.freshet.contracts.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class ThreadFailureTest {
    private final ThreadFailure after = new ThreadFailure("test");

    @Test
    void a_thread_that_lost_kafka_is_replaced() {
        assertEquals(
                StreamThreadExceptionResponse.REPLACE_THREAD,
                after.handle(new StreamsException("no answer", new TimeoutException("after 60 s"))));
    }

    @Test
    void a_fault_of_ours_stops_the_topology() {
        assertEquals(
                StreamThreadExceptionResponse.SHUTDOWN_CLIENT,
                after.handle(new StreamsException("failed", new IllegalStateException("a rule is broken"))));
    }
}
