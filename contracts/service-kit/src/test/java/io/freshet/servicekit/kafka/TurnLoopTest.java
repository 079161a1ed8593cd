package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

    @Test
    void lets_its_work_cut_a_turn_short_in_its_own_way_and_give_back_what_it_has_opened_once() throws Exception {
        Work work = new Work();
        TurnLoop loop = new TurnLoop("the loop", "test-loop", NEVER, work).start();
        assertTrue(work.began.await(30, TimeUnit.SECONDS));

        loop.close();
        loop.close();

        assertEquals(List.of("cut short", "turn over, interrupted: false", "end"), work.steps);
    }

    @Test
    void gives_back_what_was_opened_though_it_never_started() {
        Work work = new Work();

        new TurnLoop("the loop", "test-loop", NEVER, work).close();

        assertEquals(List.of("cut short", "end"), work.steps);
    }

    @Test
    void names_what_is_wrong_though_turns_succeed() throws Exception {
        Work work = new Work();
        try (TurnLoop loop = new TurnLoop("the loop", "test-loop", NEVER, work).start()) {
            assertTrue(work.began.await(30, TimeUnit.SECONDS));

            assertEquals(Optional.of("it is not at the end"), loop.problem());
        }
    }

    /** Waits in its first turn until it is cut short. */
    private static final class Work implements TurnLoop.Turn {
        final List<String> steps = new CopyOnWriteArrayList<>();
        final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public boolean take() throws InterruptedException {
            began.countDown();
            goOn.await();
            steps.add("turn over, interrupted: " + Thread.currentThread().isInterrupted());
            return false;
        }

        @Override
        public void cutShort(Thread thread) {
            if (goOn.getCount() > 0) {
                steps.add("cut short");
            }
            goOn.countDown();
        }

        @Override
        public void end() {
            steps.add("end");
        }

        @Override
        public Optional<String> problem() {
            return Optional.of("it is not at the end");
        }
    }
}
