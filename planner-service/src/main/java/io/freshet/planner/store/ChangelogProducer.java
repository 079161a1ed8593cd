package io.freshet.planner.store;

import io.freshet.servicekit.streams.TransactionalProducer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The producer of a thread of Kafka Streams, which informs the stores of the same thread of what is committed of their changelogs:
 * Kafka Streams itself informs a store only when it closes it.
 */
final class ChangelogProducer extends TransactionalProducer {
    private final Changelogs changelogs;

    /** Of the transaction in hand, by changelog. */
    private final Map<TopicPartition, Future<RecordMetadata>> last = new HashMap<>();

    ChangelogProducer(Map<String, Object> config, Changelogs changelogs) {
        super(config);
        this.changelogs = changelogs;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Future<RecordMetadata> sent = super.send(record, callback);
        Integer partition = record.partition();
        // Events go where their key says; a change of a store to the partition of its task.
        if (partition != null) {
            last.put(new TopicPartition(record.topic(), partition), sent);
        }
        return sent;
    }

    @Override
    public void commitTransaction() {
        super.commitTransaction();
        last.forEach((topic, sent) -> {
            AtomicLong committed = changelogs.find(topic);
            if (committed != null) {
                committed.set(sent.resultNow().offset());
            }
        });
        last.clear();
    }

    @Override
    public void abortTransaction() {
        last.clear();
        super.abortTransaction();
    }
}
