package io.freshet.planner.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.streams.Alarm;
import io.freshet.planner.domain.Planner;
import io.freshet.planner.domain.UnplannableException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Hands everything that concerns a workflow to the {@link Planner}. Work that it does in steps goes on between other records; what
 * was left over when the service stopped is found in the store. Reading a record again changes nothing, see there.
 */
final class WorkflowPlannerProcessor implements Processor<String, Event, String, Event> {
    private final PlannerListener listener;
    private final Turns turns;
    private @Nullable Running running;

    WorkflowPlannerProcessor(PlannerListener listener, Turns turns) {
        this.listener = listener;
        this.turns = turns;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        running = new Running(context, listener, turns);
        running.sleep();
    }

    @Override
    public void process(Record<String, Event> record) {
        if (running == null) {
            throw new IllegalStateException("a record before init");
        }
        running.take(record);
    }

    /** From init to close. */
    private static final class Running {
        private static final Duration STEP_EVERY = Duration.ofMillis(5);
        private static final Duration STEP_FOR = Duration.ofMillis(8);

        private final ProcessorContext<String, Event> context;
        private final Turns turns;
        private final Outbox out;
        private final Planner planner;
        private final Alarm alarm;
        private Instant lastStep = Instant.EPOCH;

        Running(ProcessorContext<String, Event> context, PlannerListener listener, Turns turns) {
            KeyValueStore<Bytes, byte[]> store = context.getStateStore(PlannerTopology.PLANNER_STORE);
            this.context = context;
            this.turns = turns;
            this.out = new Outbox(context, store, turns);
            this.planner = new Planner(
                    StateTables.planner(store),
                    event -> {
                        if (event instanceof StateChanged change) {
                            listener.decided(change);
                        }
                        out.send(event);
                    },
                    listener);
            this.alarm = new Alarm(context, this::wake);
        }

        void take(Record<String, Event> record) {
            Instant now = Instant.ofEpochMilli(record.timestamp());
            out.begin(record.timestamp());
            switch (record.value()) {
                case WorkflowDefinition definition -> define(definition, now);
                case PartitionsChanged changed -> planner.changed(changed, now);
                case RunRequest request -> planner.requested(request, now);
                case AttemptFinished finished -> planner.finished(finished, now);
                case null -> planner.remove(workflow(record.key()), now);
                default -> throw new RejectedRecordException("nothing for the planner of workflows");
            }
            out.end();
            sleep();
        }

        private void define(WorkflowDefinition definition, Instant now) {
            try {
                planner.define(definition, now);
            } catch (UnplannableException e) {
                throw new RejectedRecordException("the workflow cannot be planned: " + e.getMessage(), e);
            }
        }

        /** Sets the alarm to when there is something to do. */
        void sleep() {
            Instant now = now();
            if (planner.unfinished().isEmpty() && !isDue(now)) {
                alarm.set(planner.nextDue());
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
            if ((isDue(now) || !planner.unfinished().isEmpty()) && turns.isForStep(now, lastStep)) {
                lastStep = now;
                step(now);
            }
            sleep();
        }

        private void step(Instant now) {
            out.begin(now.toEpochMilli());
            if (isDue(now)) {
                planner.due(Planner.STEP, now);
            }
            proceed(now);
            out.endStep();
        }

        /** Goes on with what is unfinished, in turn, for no longer than others may have to wait. */
        private void proceed(Instant now) {
            // The clock of the runtime stands still meanwhile.
            long begin = System.nanoTime();
            do {
                for (WorkflowRef workflow : planner.unfinished()) {
                    planner.proceed(workflow, Planner.STEP, now);
                }
            } while (!planner.unfinished().isEmpty() && System.nanoTime() - begin < STEP_FOR.toNanos());
        }

        private boolean isDue(Instant now) {
            Instant due = planner.nextDue();
            return due != null && !due.isAfter(now);
        }

        private Instant now() {
            return Instant.ofEpochMilli(context.currentSystemTimeMs());
        }

        private static WorkflowRef workflow(@Nullable String key) {
            if (key == null) {
                throw new RejectedRecordException("a tombstone without a key says nothing");
            }
            try {
                return WorkflowRef.parse(key);
            } catch (IllegalArgumentException e) {
                throw new RejectedRecordException(
                        "a tombstone for something that is no workflow: " + e.getMessage(), e);
            }
        }
    }
}
