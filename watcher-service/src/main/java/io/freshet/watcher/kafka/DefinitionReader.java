package io.freshet.watcher.kafka;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.RejectedRecord;
import io.freshet.servicekit.kafka.TurnLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows all deployed workflows, and what people confirm about watched datasets: reads both topics from their beginning at every start,
 * and reports the whole set, first when it has caught up and then at each change. Reading a definition again changes nothing, and an older version than the known one is ignored.
 *
 * <p>It joins no group, because every watcher needs all partitions. The group's committed offsets only say up to where unreadable
 * records have been rejected, so that a restart does not reject them once more.
 */
public final class DefinitionReader implements TopicFollower.Reading {
    private final Consumer<Collection<WorkflowDefinition>> listener;
    private final Consumer<Map<DatasetRef, String>> confirmationListener;
    private final EventDeserializer<WorkflowDefinition> deserializer =
            new EventDeserializer<>(WorkflowDefinition.class);
    private final EventDeserializer<DeletionsConfirmed> confirmationDeserializer =
            new EventDeserializer<>(DeletionsConfirmed.class);
    private final Map<String, WorkflowDefinition> definitions = new TreeMap<>();
    private final Map<DatasetRef, String> confirmations = new TreeMap<>();
    private final Map<TopicPartition, Long> rejected = new HashMap<>();
    private final Map<TopicPartition, Long> unreached = new HashMap<>();
    private boolean changed;
    private volatile boolean caughtUp;

    private DefinitionReader(
            Consumer<Collection<WorkflowDefinition>> listener, Consumer<Map<DatasetRef, String>> confirmationListener) {
        this.listener = listener;
        this.confirmationListener = confirmationListener;
    }

    /**
     * A loop, not yet started, that reads them.
     *
     * @param instance unique among the watchers of an installation
     * @param listener is called on the reader's thread
     * @param confirmationListener receives, on the reader's thread, which deletions were confirmed last
     */
    public static TurnLoop loop(
            KafkaSettings kafka,
            String instance,
            Consumer<Collection<WorkflowDefinition>> listener,
            Consumer<Map<DatasetRef, String>> confirmationListener) {
        String name = "freshet-watcher-" + instance;
        Map<String, Object> config = kafka.consumer(name + "-definitions", name);
        return TopicFollower.loop(
                "workflow definitions",
                kafka,
                config,
                name + "-dead-letters",
                new DefinitionReader(listener, confirmationListener));
    }

    @Override
    public Optional<String> problem() {
        return caughtUp
                ? Optional.empty()
                : Optional.of("the workflow definitions have not been read to their end yet");
    }

    @Override
    public void begin(BytesConsumer consumer) {
        List<TopicPartition> partitions = new ArrayList<>(partitions(consumer, Topics.WORKFLOW_DEFINITIONS));
        partitions.addAll(partitions(consumer, Topics.DELETION_CONFIRMATIONS));
        consumer.assign(partitions);
        rejected.clear();
        consumer.committed(Set.copyOf(partitions)).forEach((partition, offset) -> {
            if (offset != null) {
                rejected.put(partition, offset.offset());
            }
        });
        consumer.seekToBeginning(partitions);
        unreached.clear();
        unreached.putAll(consumer.endOffsets(partitions));
        definitions.clear();
        confirmations.clear();
        changed = true;
    }

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records, TopicFollower.Source source) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record, source);
        }
        unreached.entrySet().removeIf(end -> source.consumer().position(end.getKey()) >= end.getValue());
        if (unreached.isEmpty() && changed) {
            confirmationListener.accept(Map.copyOf(confirmations));
            listener.accept(List.copyOf(definitions.values()));
            changed = false;
            caughtUp = true;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TopicFollower.Source source) throws InterruptedException {
        try {
            changed |= take(record);
        } catch (RuntimeException e) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() >= rejected.getOrDefault(partition, 0L)) {
                source.deadLetters().send(List.of(new RejectedRecord(record, e)));
                rejected.put(partition, record.offset() + 1);
                source.consumer().commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
            }
        }
    }

    private static List<TopicPartition> partitions(BytesConsumer consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitions(topic);
        if (partitions.isEmpty()) {
            throw new IllegalStateException(topic + " is not there yet");
        }
        return partitions;
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(Topics.DELETION_CONFIRMATIONS) ? takeConfirmation(record) : takeDefinition(record);
    }

    private boolean takeConfirmation(ConsumerRecord<byte[], byte[]> record) {
        DeletionsConfirmed confirmed =
                confirmationDeserializer.deserialize(record.topic(), record.headers(), record.value());
        return confirmed != null
                && !confirmed.confirmation().equals(confirmations.put(confirmed.dataset(), confirmed.confirmation()));
    }

    private boolean takeDefinition(ConsumerRecord<byte[], byte[]> record) {
        WorkflowDefinition definition = deserializer.deserialize(record.topic(), record.headers(), record.value());
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        WorkflowDefinition known = definitions.get(key);
        if (definition == null) {
            boolean removes = known != null && known.version() <= RemovedVersion.of(record.headers());
            return removes && definitions.remove(key) != null;
        }
        if (known != null && known.version() >= definition.version()) {
            return false;
        }
        definitions.put(key, definition);
        return true;
    }
}
