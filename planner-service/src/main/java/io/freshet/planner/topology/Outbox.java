package io.freshet.planner.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SlotReleased;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.streams.CommitGate;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Sends what was decided to where it belongs, under its key, and sees to it that it is committed in time. Headers of the cause are
 * not handed on: the serializer makes its own.
 */
final class Outbox {
    private final ProcessorContext<String, Event> context;
    private final CommitGate gate;
    private final KeyValueStore<Bytes, byte[]> store;
    private final Turns turns;
    private boolean fenced;
    private long timestamp;
    private boolean sent;

    Outbox(ProcessorContext<String, Event> context, KeyValueStore<Bytes, byte[]> store, Turns turns) {
        this.context = context;
        this.store = store;
        this.turns = turns;
        this.gate = new CommitGate(context);
    }

    /** A new input, whose events bear this time. */
    void begin(long atMillis) {
        timestamp = atMillis;
        sent = false;
        if (!fenced) {
            // Not earlier: outside of a record nothing would commit it, and the transaction would be left open.
            StateTables.fence(store);
            fenced = true;
        }
    }

    void send(Event event) {
        sent = true;
        switch (event) {
            case ReadyCommand ready -> forward(ready.instance().namespace(), event, PlannerTopology.TASK_READY_OUT);
            case TaskEvent task -> forward(task.workflow().toString(), event, PlannerTopology.TASK_EVENTS_OUT);
            case RunFinished run -> forward(run.workflow().toString(), event, PlannerTopology.RUN_FINISHED_OUT);
            case FileChanges changes -> forward(changes.dataset().toString(), event, PlannerTopology.FILE_CHANGES_OUT);
            case CatalogSubscription subscription ->
                forward(subscription.dataset().toString(), event, PlannerTopology.CATALOG_SUBSCRIPTIONS_OUT);
            case AttemptFinished _,
                    LaunchCommand _,
                    LogChunk _,
                    PartitionPublished _,
                    PartitionsChanged _,
                    PoolDefined _,
                    RunRequest _,
                    SlotReleased _,
                    WorkflowDefinition _ -> throw new IllegalStateException("not to be said here: " + event);
        }
    }

    /**
     * Tells a workflow what the catalogue has for it.
     *
     * @param here whether the workflow is this task's: then without the topic, which is one transaction less to wait for
     */
    void tell(PartitionsChanged changed, boolean here) {
        sent = true;
        forward(
                changed.workflow().toString(),
                changed,
                here ? PlannerTopology.PLANNER : PlannerTopology.PARTITION_CHANGED_OUT);
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

    private void forward(String key, Event event, String child) {
        context.forward(new Record<>(key, event, timestamp), child);
    }
}
