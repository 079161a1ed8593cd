package io.freshet.benchmarks.topology;

import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.store.LocalStores;
import io.freshet.planner.store.rows.StagedStore;
import io.freshet.planner.store.rows.StateTables;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;
import org.apache.kafka.streams.state.KeyValueStore;

/** The planner's two stores as Kafka Streams keeps them, on disk with the planner's settings, but without changelogs. One thread. */
final class PlannerStores implements AutoCloseable {
    private final LocalStores stores = new LocalStores(InstantSource.system());
    private final KeyValueStore<Bytes, byte[]> plansStore;
    private final KeyValueStore<Bytes, byte[]> catalogStore;
    private final StagedStore plans;
    private final StagedStore catalog;
    private long transactions;

    PlannerStores(Path directory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "planner-benchmark");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        MockProcessorContext<Void, Void> processor =
                new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile());
        // As in the service; a context made for tests measures every call of a store.
        ((StreamsMetricsImpl) processor.metrics()).metricsRegistry().config().recordLevel(Sensor.RecordingLevel.INFO);
        StateStoreContext context = processor.getStateStoreContext();
        plansStore = open("plans", context);
        catalogStore = open("catalog", context);
        plans = new StagedStore(plansStore);
        catalog = new StagedStore(catalogStore);
        plans.fence();
        catalog.fence();
    }

    /** Writes what the planner decided. */
    void commitPlans() {
        plans.commit();
    }

    /** Writes what the catalogue decided. */
    void commitCatalog() {
        catalog.commit();
    }

    void rollbackPlans() {
        plans.rollback();
    }

    Tables plans() {
        return StateTables.planner(plans);
    }

    CatalogTables catalog() {
        return StateTables.catalog(catalog);
    }

    /** Ends a transaction. */
    void commit() {
        transactions++;
        stores.committed(transactions);
    }

    @Override
    public void close() {
        plansStore.close();
        catalogStore.close();
    }

    private KeyValueStore<Bytes, byte[]> open(String name, StateStoreContext context) {
        KeyValueStore<Bytes, byte[]> store =
                StateTables.store(name, stores).withLoggingDisabled().build();
        store.init(context, store);
        return store;
    }
}
