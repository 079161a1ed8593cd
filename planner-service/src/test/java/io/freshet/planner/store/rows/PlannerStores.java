package io.freshet.planner.store.rows;

import io.freshet.planner.store.LocalStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Stores as a topology has them, without a topology. */
final class PlannerStores {
    private PlannerStores() {}

    /** An open store in a directory, without a changelog; whoever asks for it closes it. */
    static KeyValueStore<Bytes, byte[]> open(Path directory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "planner-stores");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        MockProcessorContext<String, String> context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile());
        KeyValueStore<Bytes, byte[]> store = StateTables.store("plans", new LocalStores(InstantSource.system()))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
