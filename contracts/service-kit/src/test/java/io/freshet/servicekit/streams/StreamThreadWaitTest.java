package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class StreamThreadWaitTest {
    private static final Instant BEGIN = Instant.ofEpochMilli(1_000_000);
    private static final Duration ASKED = Duration.ofMillis(5);

    private final StreamThreadWait wait = new StreamThreadWait();
    private final WallClockTimer timer = new WallClockTimer(new MockProcessorContext<>(), () -> {});

    @Test
    void waits_long_where_nothing_is_due() {
        assertEquals(StreamThreadWait.LONGEST, wait.limit(ASKED, BEGIN));
    }

    @Test
    void waits_until_the_next_timer_is_due() {
        wait.alarm(timer, BEGIN.plusMillis(30));
        wait.alarm(new WallClockTimer(new MockProcessorContext<>(), () -> {}), BEGIN.plusMillis(60));

        assertEquals(Duration.ofMillis(30), wait.limit(ASKED, BEGIN));
    }

    @Test
    void waits_as_long_as_it_was_asked_to_for_a_timer_that_is_due() {
        wait.alarm(timer, BEGIN);

        assertEquals(ASKED, wait.limit(ASKED, BEGIN));
    }

    @Test
    void forgets_a_timer_that_was_due_before_the_last_poll() {
        wait.alarm(timer, BEGIN);
        wait.limit(ASKED, BEGIN.plusMillis(1));

        assertEquals(StreamThreadWait.LONGEST, wait.limit(ASKED, BEGIN.plusMillis(6)), "its task is closed");
    }

    @Test
    void waits_for_no_timer_that_was_taken_back() {
        wait.alarm(timer, BEGIN.plusMillis(30));
        wait.alarm(timer, null);

        assertEquals(StreamThreadWait.LONGEST, wait.limit(ASKED, BEGIN));
    }

    @Test
    void does_not_keep_an_open_transaction_waiting() {
        wait.transactionBegan();
        assertEquals(ASKED, wait.limit(ASKED, BEGIN));

        wait.transactionEnded();
        assertEquals(StreamThreadWait.LONGEST, wait.limit(ASKED, BEGIN));
    }

    @Test
    void does_not_keep_records_waiting_that_it_has_read() {
        wait.read(BEGIN);

        assertEquals(ASKED, wait.limit(ASKED, BEGIN.plus(StreamThreadWait.QUIET).minusMillis(1)));
        assertEquals(StreamThreadWait.LONGEST, wait.limit(ASKED, BEGIN.plus(StreamThreadWait.QUIET)));
    }

    @Test
    void does_not_wait_where_it_was_not_asked_to() {
        assertEquals(Duration.ZERO, wait.limit(Duration.ZERO, BEGIN));
    }

    @Test
    void knows_the_timers_that_are_set_on_its_thread() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(BEGIN.toEpochMilli());
        WallClockTimer set = new WallClockTimer(context, () -> {});
        set.set(BEGIN.plusMillis(40));
        assertEquals(Duration.ofMillis(40), StreamThreadWait.ofThread().limit(ASKED, BEGIN));

        set.set(null);
        assertEquals(StreamThreadWait.LONGEST, StreamThreadWait.ofThread().limit(ASKED, BEGIN));
    }
}
