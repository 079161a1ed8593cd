package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step costs little, however many values of a key wait. */
class FairQueueTest {
    private static final int VALUES = 10_000;
    private static final int ACTIVE = 5;

    private final FairQueue queue = new FairQueue(new Ageing(Duration.ofMinutes(1)));
    private final Slots slots = new Slots(TreeTable.tables(), 1_000);
    private final CountedLooks looks = new CountedLooks(slots);

    private static final class CountedLooks implements FairQueue.Limits {
        private final FairQueue.Limits limits;
        private int looks;

        CountedLooks(FairQueue.Limits limits) {
            this.limits = limits;
        }

        @Override
        public boolean isOpen(Lane.Group group) {
            looks++;
            return limits.isOpen(group);
        }

        @Override
        public boolean isOpen(Lane.RunGroup run) {
            looks++;
            return limits.isOpen(run);
        }
    }

    @BeforeEach
    void fill() {
        for (int value = 0; value < VALUES; value++) {
            queue.add(Queued.arrived(ask(value, value), value).ticket(), value);
            queue.add(Queued.arrived(ask(value, VALUES + value), VALUES + value).ticket(), value);
        }
    }

    @Test
    void of_values_whose_key_is_open_the_first_is_looked_at() {
        assertEquals("clean-0", next().orElseThrow().ticket().attempt());

        assertTrue(looks.looks < 5, () -> looks.looks + " looks");
    }

    @Test
    void values_whose_key_has_reached_its_limit_are_passed_over_one_by_one() {
        for (int value = 0; value < ACTIVE - 1; value++) {
            take(value);
        }

        assertEquals("clean-" + (ACTIVE - 1), next().orElseThrow().ticket().attempt());
        assertTrue(looks.looks < ACTIVE + 5, () -> looks.looks + " looks");
    }

    @Test
    void where_the_task_has_reached_its_limit_no_value_is_looked_at() {
        for (int value = 0; value < ACTIVE; value++) {
            take(value);
        }

        assertEquals(Optional.empty(), next());
        assertTrue(looks.looks < 5, () -> looks.looks + " looks");
    }

    @Test
    void a_lane_that_is_served_goes_behind_those_of_all_values() {
        for (int turn = 0; turn < 3; turn++) {
            FairQueue.Next next = next().orElseThrow();
            assertEquals("clean-" + turn, next.ticket().attempt());
            queue.remove(next.ticket());
            queue.moveBack(next.ticket().lane(), VALUES + turn);
        }
        assertEquals(2 * VALUES - 3, queue.size());
    }

    private Optional<FairQueue.Next> next() {
        return queue.next(looks);
    }

    /** An attempt of the value runs, and waits no more. */
    private void take(int value) {
        TaskReady ready = ask(value, VALUES + value);
        queue.remove(Queued.arrived(ready, VALUES + value).ticket());
        slots.take(Launched.of(ready, null, Asks.START));
    }

    private static TaskReady ask(int value, int partition) {
        return Asks.task("clean")
                .partition(partition)
                .maxActive(ACTIVE)
                .keyed("site-" + value, 1)
                .ready();
    }
}
