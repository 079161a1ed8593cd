package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnLoopTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void takes_turns_while_there_is_something_to_do_and_then_waits_until_it_is_woken() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(3);
        CountDownLatch second = new CountDownLatch(4);
        try (TurnLoop loop = new TurnLoop("the loop", "test-loop", NEVER, () -> {
            int turn = turns.incrementAndGet();
            first.countDown();
            second.countDown();
            return turn < 3;
        })) {
            assertEquals(Optional.of("the loop does not run"), loop.problem());
            loop.start();
            assertTrue(first.await(30, TimeUnit.SECONDS));
            assertEquals(3, turns.get());

            loop.wake();

            assertTrue(second.await(30, TimeUnit.SECONDS));
            assertEquals(Optional.empty(), loop.problem());
            assertTrue(loop.isAlive());
        }
        assertEquals(4, turns.get());
    }

    @Test
    void tries_again_after_a_turn_that_failed_and_ends_when_it_is_closed() throws Exception {
        CountDownLatch tries = new CountDownLatch(2);
        TurnLoop loop = new TurnLoop("the loop", "test-loop", NEVER, () -> {
            tries.countDown();
            throw new IllegalStateException("it fails");
        });
        loop.start();
        assertTrue(tries.await(30, TimeUnit.SECONDS));

        loop.close();

        assertFalse(loop.isAlive());
    }
}
