package io.freshet.servicekit.streams;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.ChangeGroup;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The state changes that are decided in a transaction, of which those of a workflow are one record, see {@link StatesChanged}: the headers of
 * a record are as large as what is in it, and each costs every reader. They are written by the {@link TransactionalProducer} right before it
 * commits, so they are in the transaction of the decisions that made them, and nowhere if that is aborted.
 *
 * <p>One for each thread of Kafka Streams, which alone uses it.
 */
public final class StateChangeBatches {
    /** In the configuration of a topology whose producers write what is collected here. */
    private static final String CONFIG = "freshet.state.changes.batched";

    private static final ThreadLocal<StateChangeBatches> OF_THREAD = ThreadLocal.withInitial(StateChangeBatches::new);

    private final Map<Key, Batch> open = new LinkedHashMap<>();
    /** What a commit has begun to write. */
    private final Deque<ProducerRecord<byte[], byte[]>> unsent = new ArrayDeque<>();

    private record Key(TaskId task, WorkflowRef workflow) {}

    private static final class Batch {
        private final EventSerializer serializer;
        private final List<StateChanged> changes = new ArrayList<>();
        private int bytes;
        private long timestamp;

        Batch(EventSerializer serializer) {
            this.serializer = serializer;
        }

        boolean hasRoom(int more) {
            return changes.size() < StatesChanged.MOST && bytes + more <= StatesChanged.MAX_BYTES;
        }

        TaskEvent event() {
            StateChanged last = changes.getLast();
            return changes.size() == 1 ? last : StatesChanged.of(last.workflow(), changes, last.at());
        }

        Record<String, byte[]> record() {
            TaskEvent event = event();
            RecordHeaders headers = new RecordHeaders();
            byte[] value = serializer.serialize(Topics.TASK_EVENTS, headers, event);
            return new Record<>(event.workflow().toString(), value, timestamp, headers);
        }
    }

    StateChangeBatches() {}

    /** The part of one task of a topology. For the thread of the task. */
    public static final class OfTask {
        private final StateChangeBatches batches = ofThread();
        private final ProcessorContext<String, ? super byte[]> context;
        private final EventSerializer serializer;
        private final String child;

        private OfTask(ProcessorContext<String, ? super byte[]> context, EventSerializer serializer, String child) {
            this.context = context;
            this.serializer = serializer;
            this.child = child;
        }

        /**
         * Adds a change to the transaction in hand, and forwards what has no more room beside it.
         *
         * @param bytes of the change as JSON
         * @param timestamp of the record that it will be in, if it is the last one there
         */
        public void add(StateChanged change, int bytes, long timestamp) {
            batches.add(context.taskId(), serializer, change, bytes, timestamp)
                    .ifPresent(full -> context.forward(full, child));
        }

        /** The task is closed: what it decided and did not commit is decided again by whoever has it next. */
        public void close() {
            batches.forget(context.taskId());
        }
    }

    /**
     * Where a topology is run by {@link StreamClients}: those of the thread that calls. Elsewhere nothing would write them.
     *
     * @param child the node that a record goes to for which the end of the transaction is too late
     */
    public static Optional<OfTask> of(
            ProcessorContext<String, ? super byte[]> context, EventSerializer serializer, String child) {
        return context.appConfigs().containsKey(CONFIG)
                ? Optional.of(new OfTask(context, serializer, child))
                : Optional.empty();
    }

    static StateChangeBatches ofThread() {
        return OF_THREAD.get();
    }

    /** The same configuration for a topology that is run by {@link StreamClients}. */
    static StreamsConfig batched(StreamsConfig config) {
        Map<String, Object> with = config.originals();
        with.put(CONFIG, true);
        return new StreamsConfig(with);
    }

    /**
     * Adds a change to the transaction in hand.
     *
     * @param task that decided it
     * @param bytes of the change as JSON
     * @param timestamp of the record that it will be in, if it is the last one there
     * @return what is to be sent before, because there is no more room beside it
     */
    Optional<Record<String, byte[]>> add(
            TaskId task, EventSerializer serializer, StateChanged change, int bytes, long timestamp) {
        Key key = new Key(task, change.workflow());
        Batch batch = open.computeIfAbsent(key, _ -> new Batch(serializer));
        Optional<Record<String, byte[]>> full = Optional.empty();
        if (!batch.changes.isEmpty() && !batch.hasRoom(bytes)) {
            full = Optional.of(batch.record());
            batch = new Batch(serializer);
            open.put(key, batch);
        }
        batch.changes.add(change);
        batch.bytes += bytes + ChangeGroup.MAX_OVERHEAD;
        batch.timestamp = timestamp;
        return full;
    }

    /** A task is closed. */
    void forget(TaskId task) {
        open.keySet().removeIf(key -> key.task().equals(task));
    }

    /** The next record to be written before the transaction ends; empty if there is none. It stays until {@link #sent}. */
    Optional<ProducerRecord<byte[], byte[]>> next() {
        open.values().forEach(batch -> unsent.add(forProducer(batch.record())));
        open.clear();
        return Optional.ofNullable(unsent.peek());
    }

    private static ProducerRecord<byte[], byte[]> forProducer(Record<String, byte[]> record) {
        return new ProducerRecord<>(
                Topics.TASK_EVENTS,
                null,
                record.timestamp(),
                record.key().getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers());
    }

    /** The {@link #next} record is handed over. */
    void sent() {
        unsent.remove();
    }

    /** The transaction is aborted. */
    void clear() {
        open.clear();
        unsent.clear();
    }
}
