package io.freshet.scheduler.topology;

import io.freshet.contracts.event.Event;
import io.freshet.scheduler.domain.AdmissionInput;
import io.freshet.scheduler.domain.Launched;
import io.freshet.scheduler.domain.Queued;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The processor with its stores. Only the queue can be large, so only it is on disk; the others are in memory. None is ever read by
 * range: order is kept by the domain, because a range over an in-memory store copies all of it, and the head of a queue in RocksDB
 * is a field of tombstones.
 */
record AdmissionSupplier(int defaultSlots, boolean sharesSlots)
        implements ProcessorSupplier<String, AdmissionInput, String, Event> {
    static final String QUEUED = "admission-queued";
    static final String LAUNCHED = "admission-launched";
    static final String TURNS = "admission-turns";
    static final String POOLS = "admission-pools";

    @Override
    public Processor<String, AdmissionInput, String, Event> get() {
        return new AdmissionProcessor(defaultSlots, sharesSlots);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                store(Stores.persistentKeyValueStore(QUEUED), new JsonSerde<>(Queued.class)),
                store(Stores.inMemoryKeyValueStore(LAUNCHED), new JsonSerde<>(Launched.class)),
                store(Stores.inMemoryKeyValueStore(TURNS), Serdes.Long()),
                store(Stores.inMemoryKeyValueStore(POOLS), Serdes.Integer()));
    }

    private static <V> StoreBuilder<?> store(KeyValueBytesStoreSupplier supplier, Serde<V> values) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), values).withCachingDisabled();
    }
}
