package io.freshet.planner.topology;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InputList;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.planner.domain.state.BoundExceededException;
import io.freshet.planner.store.rows.DecisionBounds;
import io.freshet.planner.store.rows.StagedStore;
import io.freshet.servicekit.decision.UnitOfWork;
import io.freshet.servicekit.streams.CommitGate;
import io.freshet.servicekit.streams.RefusedRecords;
import io.freshet.servicekit.streams.StateChangeBatches;
import io.freshet.servicekit.streams.ThreadFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was decided to where it belongs, under its key, when the decision is whole and its rows are written, and sees to it that
 * it is committed in time. An event is written as bytes when it is emitted, so that one which is too large, or which Kafka has refused
 * before, fails the decision that makes it; Kafka would fail everything. Headers of the cause are not handed on: the serializer makes its own.
 */
final class EventForwarder implements UnitOfWork {
    private static final EventSerializer SERIALIZER = new EventSerializer("planner");

    private final ProcessorContext<String, Object> context;
    private final CommitGate gate;
    private final StagedStore store;
    private final StepScheduler turns;
    private final RefusedRecords refused;
    /** Null where each state change is a record of its own. */
    private final StateChangeBatches.@Nullable OfTask batches;

    /** What is sent when the decision is whole. */
    private final List<Runnable> pending = new ArrayList<>();

    private long pendingBytes;
    private boolean fenced;
    private long timestamp;
    private boolean sent;

    EventForwarder(ProcessorContext<String, Object> context, StagedStore store, StepScheduler turns) {
        this.context = context;
        this.store = store;
        this.turns = turns;
        this.refused = ThreadFailure.refusedIn(context.appConfigs());
        this.gate = new CommitGate(context);
        this.batches = StateChangeBatches.of(context, SERIALIZER, PlannerTopology.TASK_EVENTS_OUT)
                .orElse(null);
    }

    /** The task is closed. */
    void close() {
        if (batches != null) {
            batches.close();
        }
    }

    /** A new input, whose events bear this time. */
    void begin(long atMillis) {
        timestamp = atMillis;
        sent = false;
        if (!fenced) {
            // Not earlier: outside of a record nothing would commit it, and the transaction would be left open.
            store.fence();
            fenced = true;
        }
    }

    @Override
    public void emit(Event event) {
        refused.take(event).ifPresent(reason -> {
            throw new BoundExceededException(WorkflowFaulted.Code.RECORD_TOO_LARGE, reason);
        });
        switch (event) {
            case ReadyCommand ready -> add(ready.instance().namespace(), event, PlannerTopology.TASK_READY_OUT);
            case StateChanged change when batches != null -> collect(change, batches);
            case TaskEvent task -> add(task.workflow().toString(), event, PlannerTopology.TASK_EVENTS_OUT);
            case RunFinished run -> add(run.workflow().toString(), event, PlannerTopology.RUN_FINISHED_OUT);
            case FileChanges changes -> add(changes.dataset().toString(), event, PlannerTopology.FILE_CHANGES_OUT);
            case CatalogSubscription subscription ->
                add(subscription.dataset().toString(), event, PlannerTopology.CATALOG_SUBSCRIPTIONS_OUT);
            case InputList list -> add(list.hash().hex(), event, PlannerTopology.INPUT_LISTS_OUT);
            case AttemptReport _,
                    DatasetProblems _,
                    DatasetRemovalRequested _,
                    DeletionsConfirmed _,
                    LaunchCommand _,
                    LogChunk _,
                    PartitionPublished _,
                    PartitionsChanged _,
                    PartitionsReplayed _,
                    PoolDefined _,
                    PublicationFailed _,
                    RunRequest _,
                    SlotsReleased _,
                    WorkflowDefinition _ -> throw new IllegalStateException("not to be said here: " + event);
        }
    }

    /**
     * Tells a workflow what the catalogue has for it.
     *
     * @param here whether the workflow is this task's: then without the topic, which is one transaction less to wait for
     */
    void notifySubscriber(PartitionsChanged changed, boolean here) {
        String key = changed.workflow().toString();
        if (here) {
            forwardLater(new Record<>(key, changed, timestamp), PlannerTopology.PLANNER);
        } else {
            add(key, changed, PlannerTopology.PARTITION_CHANGED_OUT);
        }
    }

    @Override
    public void commit() {
        store.commit();
        if (!pending.isEmpty()) {
            sent = true;
            List<Runnable> whole = List.copyOf(pending);
            clear();
            whole.forEach(Runnable::run);
        }
    }

    @Override
    public void rollback() {
        store.rollback();
        clear();
    }

    private void clear() {
        pending.clear();
        pendingBytes = 0;
    }

    /** The input has been dealt with: whoever waits for its events should not wait for a timer. */
    void end() {
        turns.record(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        if (sent) {
            gate.emitted(Instant.ofEpochMilli(timestamp));
        }
    }

    /** A step has been done. It is a transaction of its own, or the next record would wait for all that it wrote. */
    void endStep() {
        context.commit();
    }

    private void collect(StateChanged change, StateChangeBatches.OfTask batch) {
        refused.take(StatesChanged.of(change.workflow(), List.of(change), change.at()))
                .ifPresent(reason -> {
                    throw new BoundExceededException(WorkflowFaulted.Code.RECORD_TOO_LARGE, reason);
                });
        int bytes = EventSerializer.bytes(change);
        account(change, bytes);
        long at = timestamp;
        pending.add(() -> batch.add(change, bytes, at));
    }

    private void forwardLater(Record<String, Object> event, String child) {
        pending.add(() -> context.forward(event, child));
    }

    private void add(String key, Event event, String child) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = SERIALIZER.serialize(child, headers, event);
        account(event, value == null ? 0 : value.length);
        forwardLater(new Record<>(key, value, timestamp, headers), child);
    }

    private void account(Event event, int bytes) {
        if (bytes > RecordLimits.MAX_EVENT_BYTES) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.RECORD_TOO_LARGE,
                    "an event of %,d bytes is larger than %,d: %s of %.200s"
                            .formatted(
                                    bytes,
                                    RecordLimits.MAX_EVENT_BYTES,
                                    event.getClass().getSimpleName(),
                                    event.subject()));
        }
        pendingBytes += bytes;
        if (pendingBytes > DecisionBounds.MAX_DECISION_BYTES || pending.size() >= DecisionBounds.MAX_EVENTS) {
            throw new BoundExceededException(
                    WorkflowFaulted.Code.DECISION_TOO_LARGE,
                    "one decision makes more than %,d events or %,d bytes of them"
                            .formatted(DecisionBounds.MAX_EVENTS, DecisionBounds.MAX_DECISION_BYTES));
        }
    }
}
