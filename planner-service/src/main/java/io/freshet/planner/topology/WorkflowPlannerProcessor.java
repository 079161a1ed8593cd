package io.freshet.planner.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.Planner;
import io.freshet.planner.domain.UnplannableException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
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
    private static final Duration STEP_EVERY = Duration.ofMillis(5);
    private static final Duration STEP_FOR = Duration.ofMillis(8);

    private final PlannerListener listener;
    private @Nullable Planner planner;
    private @Nullable Outbox outbox;

    WorkflowPlannerProcessor(PlannerListener listener) {
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(PlannerTopology.PLANNER_STORE);
        Outbox out = new Outbox(context, store);
        outbox = out;
        Planner rules = new Planner(
                StateTables.planner(store),
                event -> {
                    if (event instanceof StateChanged change) {
                        listener.decided(change);
                    }
                    out.send(event);
                },
                listener);
        planner = rules;
        context.schedule(STEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::step);
    }

    @Override
    public void process(Record<String, Event> record) {
        Planner rules = planner;
        Outbox out = outbox;
        if (rules == null || out == null) {
            throw new IllegalStateException("not initialised");
        }
        Instant now = Instant.ofEpochMilli(record.timestamp());
        out.begin(record.timestamp());
        switch (record.value()) {
            case WorkflowDefinition definition -> define(rules, definition, now);
            case PartitionsChanged changed -> rules.changed(changed, now);
            case RunRequest request -> rules.requested(request, now);
            case AttemptFinished finished -> rules.finished(finished, now);
            case null -> rules.remove(workflow(record.key()), now);
            default -> throw new RejectedRecordException("nothing for the planner of workflows");
        }
        out.end();
    }

    private void define(Planner rules, WorkflowDefinition definition, Instant now) {
        try {
            rules.define(definition, now);
        } catch (UnplannableException e) {
            throw new RejectedRecordException("the workflow cannot be planned: " + e.getMessage(), e);
        }
    }

    private static WorkflowRef workflow(@Nullable String key) {
        if (key == null) {
            throw new RejectedRecordException("a tombstone without a key says nothing");
        }
        try {
            return WorkflowRef.parse(key);
        } catch (IllegalArgumentException e) {
            throw new RejectedRecordException("a tombstone for something that is no workflow: " + e.getMessage(), e);
        }
    }

    /** Goes on with what is unfinished, in turn, for no longer than others may have to wait. */
    private void proceed(Planner rules, long timestamp) {
        // The clock of the runtime stands still meanwhile.
        long begin = System.nanoTime();
        do {
            for (WorkflowRef workflow : rules.unfinished()) {
                rules.proceed(workflow, Planner.STEP, Instant.ofEpochMilli(timestamp));
            }
        } while (!rules.unfinished().isEmpty() && System.nanoTime() - begin < STEP_FOR.toNanos());
    }

    private void step(long timestamp) {
        Planner rules = planner;
        Outbox out = outbox;
        if (rules == null || out == null) {
            return;
        }
        Instant due = rules.nextDue();
        boolean isDue = due != null && due.toEpochMilli() <= timestamp;
        if (rules.unfinished().isEmpty() && !isDue) {
            return;
        }
        out.begin(timestamp);
        if (isDue) {
            rules.due(Planner.STEP, Instant.ofEpochMilli(timestamp));
        }
        proceed(rules, timestamp);
        out.end();
    }
}
