package io.freshet.planner.topology;

import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.streams.WallClockTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** Has work done in steps, each in a transaction of its own, in the time that records leave. For the thread of its task. */
final class StepTimer {
    private static final Duration STEP_EVERY = Duration.ofMillis(5);
    private static final Duration STEP_FOR = Duration.ofMillis(8);

    /** Work that is done in steps. */
    interface Work {
        /**
         * When there is something to do.
         *
         * @return now or earlier: at once; null: not before a record comes
         */
        @Nullable
        Instant due(Instant now);

        /** Does what is to be done, a part at least, and no further one when there is no time left. */
        void step(Instant now, BooleanSupplier hasTime);
    }

    private final ProcessorContext<String, Object> context;
    private final StepScheduler turns;
    private final EventForwarder out;
    private final Work work;
    private final WallClockTimer alarm;
    private Instant lastStep = Instant.EPOCH;

    StepTimer(ProcessorContext<String, Object> context, StepScheduler turns, EventForwarder out, Work work) {
        this.context = context;
        this.turns = turns;
        this.out = out;
        this.work = work;
        this.alarm = new WallClockTimer(context, this::wake);
    }

    /** Sets the alarm to when there is something to do. */
    void sleep() {
        Instant now = now();
        Instant due = work.due(now);
        if (due == null || due.isAfter(now)) {
            alarm.set(due);
            return;
        }
        Instant soon = now.plus(STEP_EVERY);
        Instant at = alarm.at();
        if (at == null || at.isAfter(soon)) {
            alarm.set(soon);
        }
    }

    private void wake() {
        Instant now = now();
        Instant due = work.due(now);
        if (due != null && !due.isAfter(now) && turns.isForStep(now, lastStep)) {
            lastStep = now;
            step(now);
        }
        sleep();
    }

    /** For no longer than others may have to wait; what is done with its events counts. */
    private void step(Instant now) {
        out.begin(now.toEpochMilli());
        // The clock of the runtime stands still meanwhile.
        long begin = System.nanoTime();
        try {
            work.step(now, () -> System.nanoTime() - begin < STEP_FOR.toNanos());
        } catch (StoreFailedException e) {
            throw e.failure();
        }
        out.endStep();
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
