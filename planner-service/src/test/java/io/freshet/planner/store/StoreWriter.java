package io.freshet.planner.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Writes a store as fast as it can until it is killed, and says from time to time how many records it has committed. */
final class StoreWriter {
    static final int KEYS = 50_000;
    static final int TRANSACTION = 50;
    static final int SAID_EVERY = 100_000;

    private static final int VALUE_BYTES = 200;

    private StoreWriter() {}

    /** Arguments: directory, first record. */
    public static void main(String[] arguments) {
        // As an operator may have it, in a process that has opened no database before.
        LocalStores stores = LocalStores.withMappedFiles(InstantSource.system());
        KeyValueStore<Bytes, byte[]> store = open(Path.of(arguments[0]), stores);
        for (long n = Long.parseLong(arguments[1]); true; n++) {
            store.put(key(n), value(n));
            if (n % TRANSACTION == TRANSACTION - 1) {
                stores.committed(n);
            }
            if (n % SAID_EVERY == SAID_EVERY - 1) {
                System.out.println(n + 1);
            }
        }
    }

    static KeyValueStore<Bytes, byte[]> open(Path directory, LocalStores stores) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "store-writer");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        StateStoreContext context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile()).getStateStoreContext();
        KeyValueStore<Bytes, byte[]> store = stores.store("plans").get();
        store.init(context, store);
        return store;
    }

    static Bytes key(long record) {
        return Bytes.wrap(("i" + record * 7_919 % KEYS).getBytes(US_ASCII));
    }

    /** Some records delete their row. */
    static byte @Nullable [] value(long record) {
        return record % 11 == 0
                ? null
                : String.format("%0" + VALUE_BYTES + "d", record).getBytes(US_ASCII);
    }

    static long record(byte[] value) {
        return Long.parseLong(new String(value, US_ASCII));
    }
}
