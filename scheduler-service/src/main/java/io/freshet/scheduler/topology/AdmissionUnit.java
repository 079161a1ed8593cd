package io.freshet.scheduler.topology;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.scheduler.admission.AdmissionTables;
import io.freshet.scheduler.admission.AdmissionWork;
import io.freshet.scheduler.admission.BoundExceededException;
import io.freshet.servicekit.streams.RefusedRecords;
import io.freshet.servicekit.streams.StateChangeBatches;
import io.freshet.servicekit.streams.ThreadFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The rows and events of one decision of admission. An event is written as bytes when it is emitted, so that one which is too large,
 * or which Kafka has refused before, fails the decision that makes it; Kafka would fail everything. Not thread-safe.
 */
final class AdmissionUnit implements AdmissionWork {
    private static final EventSerializer SERIALIZER = new EventSerializer("scheduler");

    private final ProcessorContext<String, byte[]> context;
    private final StagedTable<AttemptRow> attempts;
    private final StagedTable<Long> turns;
    private final StagedTable<Integer> pools;
    private final RefusedRecords refused;
    /** Null where each state change is a record of its own. */
    private final StateChangeBatches.@Nullable OfTask batches;

    /** What is sent when the decision is whole. */
    private final List<Runnable> pending = new ArrayList<>();

    private long timestamp;
    private boolean emitted;

    AdmissionUnit(ProcessorContext<String, byte[]> context) {
        this.context = context;
        this.refused = ThreadFailure.refusedIn(context.appConfigs());
        this.batches = StateChangeBatches.of(context, SERIALIZER, AdmissionTopology.TASK_EVENTS_OUT)
                .orElse(null);
        this.attempts = new StagedTable<>(context.getStateStore(AdmissionSupplier.ATTEMPTS), AttemptRow.class);
        this.turns = new StagedTable<>(context.getStateStore(AdmissionSupplier.TURNS), Long.class);
        this.pools = new StagedTable<>(context.getStateStore(AdmissionSupplier.POOLS), Integer.class);
    }

    @Override
    public AdmissionTables tables() {
        return new AdmissionTables(AttemptRow.queued(attempts), AttemptRow.launched(attempts), turns, pools);
    }

    /** A new input, whose events bear this time. */
    void begin(long atMillis) {
        timestamp = atMillis;
        emitted = false;
    }

    /** Whether anything was sent since {@link #begin}. */
    boolean emitted() {
        return emitted;
    }

    @Override
    public void emit(Event event) {
        refused.take(event).ifPresent(reason -> {
            throw new BoundExceededException(reason);
        });
        switch (event) {
            case LaunchCommand command -> add(command.instance().toString(), event, AdmissionTopology.TASK_LAUNCH_OUT);
            case StateChanged change when batches != null -> collect(change, batches);
            case TaskEvent taskEvent -> add(taskEvent.workflow().toString(), event, AdmissionTopology.TASK_EVENTS_OUT);
            case AttemptFinished finished ->
                add(finished.instance().workflowRef().toString(), event, AdmissionTopology.TASK_FINISHED_OUT);
            default -> throw new IllegalStateException("not for admission to say: " + event);
        }
    }

    /** The task is closed. */
    void close() {
        if (batches != null) {
            batches.close();
        }
    }

    private void collect(StateChanged change, StateChangeBatches.OfTask batch) {
        refused.take(StatesChanged.of(change.workflow(), List.of(change), change.at()))
                .ifPresent(reason -> {
                    throw new BoundExceededException(reason);
                });
        int bytes = EventSerializer.bytes(change);
        requireRoom(change, bytes);
        long at = timestamp;
        pending.add(() -> batch.add(change, bytes, at));
    }

    private void add(String key, Event event, String child) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = Objects.requireNonNull(SERIALIZER.serialize(child, headers, event));
        requireRoom(event, value.length);
        Record<String, byte[]> whole = new Record<>(key, value, timestamp, headers);
        pending.add(() -> context.forward(whole, child));
    }

    private static void requireRoom(Event event, int bytes) {
        if (bytes > RecordLimits.MAX_EVENT_BYTES) {
            throw new BoundExceededException("an event of %,d bytes is larger than %,d: %s of %.200s"
                    .formatted(
                            bytes,
                            RecordLimits.MAX_EVENT_BYTES,
                            event.getClass().getSimpleName(),
                            event.subject()));
        }
    }

    @Override
    public long bytes() {
        return attempts.bytes() + turns.bytes() + pools.bytes();
    }

    @Override
    public void commit() {
        attempts.commit();
        turns.commit();
        pools.commit();
        List<Runnable> whole = List.copyOf(pending);
        pending.clear();
        emitted |= !whole.isEmpty();
        whole.forEach(Runnable::run);
    }

    @Override
    public void rollback() {
        attempts.rollback();
        turns.rollback();
        pools.rollback();
        pending.clear();
    }
}
