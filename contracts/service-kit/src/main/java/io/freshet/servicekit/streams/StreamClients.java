package io.freshet.servicekit.streams;

import io.freshet.servicekit.kafka.BytesConsumer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;

/** The clients of a topology whose threads wait as {@link StreamThreadWait} says, and write state changes as {@link StateChangeBatches} says. */
public final class StreamClients implements KafkaClientSupplier {
    private final InstantSource clock;
    private final Function<Map<String, Object>, TransactionalProducer> producers;

    /**
     * @param clock that Kafka Streams goes by, too
     */
    public StreamClients(InstantSource clock) {
        this(clock, TransactionalProducer::new);
    }

    /**
     * @param producers makes a producer of its configuration
     */
    public StreamClients(InstantSource clock, Function<Map<String, Object>, TransactionalProducer> producers) {
        this.clock = clock;
        this.producers = producers;
    }

    /** The configuration of a topology that is run by these clients. */
    public static StreamsConfig config(StreamsConfig config) {
        return StateChangeBatches.batched(config);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return producers.apply(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new MainConsumer(config, clock);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new BytesConsumer(config);
    }

    /** The consumer that a thread of Kafka Streams reads its topics with. */
    private static final class MainConsumer extends BytesConsumer {
        private final InstantSource clock;

        MainConsumer(Map<String, Object> config, InstantSource clock) {
            super(config);
            this.clock = clock;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            StreamThreadWait wait = StreamThreadWait.ofThread();
            ConsumerRecords<byte[], byte[]> records =
                    super.poll(isWaiting() ? wait.limit(timeout, clock.instant()) : timeout);
            if (!records.isEmpty()) {
                wait.read(clock.instant());
            }
            return records;
        }

        /** Whether nothing but records can give this thread work: what is paused waits for the restoring of its task, or for room. */
        private boolean isWaiting() {
            return !assignment().isEmpty() && paused().isEmpty();
        }
    }
}
