package io.freshet.planner.topology;

import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.planner.domain.IsolatedPlanner;
import io.freshet.planner.domain.PlannerInput;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.UnplannableException;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.domain.table.DecisionClock;
import io.freshet.planner.store.rows.StagedStore;
import io.freshet.planner.store.rows.StateTables;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.decision.UnitOfWork;
import io.freshet.servicekit.streams.RejectedRecordException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Hands everything that concerns a workflow to the {@link IsolatedPlanner}; the record about which no decision could be made goes to the
 * dead letters. Work that it does in steps goes on between other records; what
 * was left over when the service stopped is found in the store. Reading a record again changes nothing, see there.
 */
final class WorkflowPlannerProcessor implements Processor<String, Event, String, Object> {
    private final PlannerListener listener;
    private final StepScheduler turns;
    private @Nullable Running running;

    WorkflowPlannerProcessor(PlannerListener listener, StepScheduler turns) {
        this.listener = listener;
        this.turns = turns;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        running = new Running(context, listener, turns);
        running.steps.sleep();
    }

    @Override
    public void process(Record<String, Event> record) {
        if (running == null) {
            throw new IllegalStateException("a record before init");
        }
        running.take(record);
    }

    @Override
    public void close() {
        if (running != null) {
            running.out.close();
        }
    }

    /** From init to close. */
    private static final class Running implements StepTimer.Work {
        private final ProcessorContext<String, Object> context;
        private final EventForwarder out;
        private final IsolatedPlanner planner;
        private final DecisionClock clock;
        private final StepTimer steps;

        Running(ProcessorContext<String, Object> context, PlannerListener listener, StepScheduler turns) {
            StagedStore store = new StagedStore(context.getStateStore(PlannerTopology.PLANNER_STORE));
            this.context = context;
            this.out = new EventForwarder(context, store, turns);
            this.planner = new IsolatedPlanner(
                    StateTables.planner(store), StepLimits.DEFAULT, new Observed(out, listener), listener, listener);
            this.clock = new DecisionClock(StateTables.clock(store));
            this.steps = new StepTimer(context, turns, out, this);
        }

        void take(Record<String, Event> record) {
            out.begin(record.timestamp());
            Optional<Fault> fault = decide(record, decisionTime());
            out.end();
            steps.sleep();
            if (fault.isPresent()) {
                throw new RejectedRecordException("the workflow %s rests from now on: %s"
                        .formatted(fault.get().workflow(), fault.get().failure().message()));
            }
        }

        private Optional<Fault> decide(Record<String, Event> record, Instant now) {
            SourceRecord source = source();
            try {
                return planner.decide(input(record, source), source, now);
            } catch (UnplannableException e) {
                throw new RejectedRecordException("the workflow cannot be planned: " + e.getMessage(), e);
            } catch (StoreFailedException e) {
                throw e.failure();
            }
        }

        private static PlannerInput input(Record<String, Event> record, @Nullable SourceRecord source) {
            return switch (record.value()) {
                case WorkflowDefinition definition -> new PlannerInput.Deployed(definition);
                case PartitionsChanged changed -> new PlannerInput.PartitionsReported(changed);
                case RunRequest request -> new PlannerInput.RunRequested(request);
                case AttemptFinished finished -> new PlannerInput.AttemptEnded(finished);
                case OutputsListed outputs -> new PlannerInput.OutputsReported(outputs);
                case null -> removed(record, source);
                default -> throw new RejectedRecordException("nothing for the planner of workflows");
            };
        }

        private static PlannerInput removed(Record<String, Event> record, @Nullable SourceRecord source) {
            if (source == null || !source.topic().equals(Topics.WORKFLOW_DEFINITIONS)) {
                throw new RejectedRecordException("a record without data says nothing on this topic");
            }
            return new PlannerInput.Removed(workflow(record.key()), removedVersion(record));
        }

        private static int removedVersion(Record<String, Event> record) {
            try {
                return RemovedVersion.of(record.headers());
            } catch (UnreadableEventException e) {
                throw new RejectedRecordException("a tombstone that cannot be read: " + e.getMessage(), e);
            }
        }

        private @Nullable SourceRecord source() {
            return context.recordMetadata()
                    .map(record -> new SourceRecord(record.topic(), record.partition(), record.offset()))
                    .orElse(null);
        }

        @Override
        public @Nullable Instant due(Instant wallClock) {
            if (!planner.unfinished().isEmpty()) {
                return wallClock;
            }
            Instant due = planner.nextDue();
            return due == null ? null : clock.wallClockAt(due);
        }

        /** What timers wait for, and what is unfinished, in turn. */
        @Override
        public void step(Instant wallClock, BooleanSupplier hasTime) {
            Instant now = decisionTime();
            planner.due(StepLimits.STEP, now);
            do {
                for (WorkflowRef workflow : planner.unfinished()) {
                    planner.decide(new PlannerInput.Continue(workflow, StepLimits.STEP), null, now);
                }
            } while (!planner.unfinished().isEmpty() && hasTime.getAsBoolean());
        }

        /** The time of the decision that is about to be made. */
        private Instant decisionTime() {
            Instant now = clock.now(steps.now());
            // Not with the decision, which may be dropped.
            out.commit();
            return now;
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

    /** Lets the listener see what is decided. */
    private record Observed(UnitOfWork work, PlannerListener listener) implements UnitOfWork {
        @Override
        public void emit(Event event) {
            if (event instanceof StateChanged change) {
                listener.decided(change);
            }
            work.emit(event);
        }

        @Override
        public void commit() {
            work.commit();
        }

        @Override
        public void rollback() {
            work.rollback();
        }
    }
}
