package io.freshet.servicekit.streams;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a thread of Kafka Streams: it writes the {@link StateChangeBatches} of the transaction before it commits, and lets the thread wait for
 * records only while no transaction is open.
 */
public class TransactionalProducer extends KafkaProducer<byte[], byte[]> {
    public TransactionalProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void beginTransaction() {
        super.beginTransaction();
        StreamThreadWait.ofThread().transactionBegan();
    }

    /** A record that cannot be sent fails the commit, which Kafka's producer remembers. */
    @Override
    public void commitTransaction() {
        StateChangeBatches batches = StateChangeBatches.ofThread();
        Optional<ProducerRecord<byte[], byte[]>> next = batches.next();
        while (next.isPresent()) {
            var _ = send(next.get());
            // A commit that takes too long is tried again, with what is left.
            batches.sent();
            next = batches.next();
        }
        super.commitTransaction();
        StreamThreadWait.ofThread().transactionEnded();
    }

    @Override
    public void abortTransaction() {
        StateChangeBatches.ofThread().clear();
        super.abortTransaction();
        StreamThreadWait.ofThread().transactionEnded();
    }
}
