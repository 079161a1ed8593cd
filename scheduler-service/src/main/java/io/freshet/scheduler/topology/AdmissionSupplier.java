package io.freshet.scheduler.topology;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.scheduler.admission.AdmissionInput;
import io.freshet.scheduler.admission.AdmissionPolicy;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The processor with its stores. Only the attempts can be many, so only they are on disk; the others are in memory. None is ever read by
 * range: order is kept by the domain, because a range over an in-memory store copies all of it, and the head of a queue in RocksDB
 * is a field of tombstones.
 */
record AdmissionSupplier(AdmissionPolicy policy, LiveQueues queues)
        implements ProcessorSupplier<String, AdmissionInput, String, byte[]> {
    static final String ATTEMPTS = "admission-attempts";
    static final String TURNS = "admission-turns";
    static final String POOLS = "admission-pools";

    @Override
    public Processor<String, AdmissionInput, String, byte[]> get() {
        return new AdmissionProcessor(policy, queues);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                store(Stores.persistentKeyValueStore(ATTEMPTS)),
                store(Stores.inMemoryKeyValueStore(TURNS)),
                store(Stores.inMemoryKeyValueStore(POOLS)));
    }

    private static StoreBuilder<?> store(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RecordLimits.MAX_RECORD_BYTES)));
    }
}
