package io.freshet.planner.topology;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.PlannerFixtures;
import io.freshet.planner.domain.Planner;
import io.freshet.planner.domain.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Measures the planner's rules over a real store, without a broker: how fast instances are defined, evaluated and finished, how large a row
 * is, and whether one change costs the same however many instances there are. Not a test.
 */
final class PlannerBench {
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");
    private static final int PART = 1_000;

    private final Deque<TaskReady> ready = new ArrayDeque<>();
    private final Planner planner;
    private long events;

    private PlannerBench(KeyValueStore<Bytes, byte[]> store) {
        Tables tables = StateTables.planner(store);
        planner = new Planner(tables, this::emitted, (_, _) -> {});
    }

    public static void main(String[] arguments) throws Exception {
        int instances = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("planner-bench");
        Properties settings = new Properties();
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "planner-bench");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        MockProcessorContext<String, Event> context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile());
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("plans"), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        new PlannerBench(store).run(instances);
        store.close();
    }

    private void run(int instances) {
        planner.define(PlannerFixtures.copyingSites(CLAIMS, 1), PlannerFixtures.NOW);
        timed("defined and made ready", instances, () -> {
            for (int start = 0, part = 0; start < instances; start += PART, part++) {
                planner.changed(
                        part(true, "deploy-1", start, Math.min(instances, start + PART), instances),
                        PlannerFixtures.NOW);
            }
            while (!planner.unfinished().isEmpty()) {
                planner.proceed(CLAIMS, Planner.STEP, PlannerFixtures.NOW);
            }
        });
        timed("finished", instances, this::finishAll);
        int single = 1_000;
        timed("changed, made ready and finished one at a time", single, () -> {
            for (int i = 0; i < single; i++) {
                int site = (int) (i * 7919L % instances);
                planner.changed(part(false, "change-" + i, site, site + 1, site + 1), PlannerFixtures.NOW);
                finishAll();
            }
        });
    }

    private void finishAll() {
        while (!ready.isEmpty()) {
            planner.finished(PlannerFixtures.succeeded(ready.remove()), PlannerFixtures.NOW);
        }
    }

    private void emitted(Event event) {
        events++;
        if (event instanceof TaskReady launched) {
            ready.add(launched);
        }
    }

    private PartitionsChanged part(boolean snapshot, String cause, int start, int end, int total) {
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = start; i < end; i++) {
            changes.add(new PartitionChange(
                    PartitionKey.of("site", "site-" + i), null, new PartitionVersion(Sha256.of(cause + i), 1, 1)));
        }
        return new PartitionsChanged(
                CLAIMS,
                RAW,
                snapshot,
                new Cause(cause, Cause.Kind.FILES_CHANGED, PlannerFixtures.NOW, cause),
                new Batch(cause, snapshot ? start / PART : 0, end == total),
                changes,
                PlannerFixtures.NOW);
    }

    private void timed(String what, int count, Runnable work) {
        long before = events;
        long begin = System.nanoTime();
        work.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
                "%,d %s: %,d ms, %,.0f/s, %,d events%n",
                count, what, took.toMillis(), count * 1e9 / took.toNanos(), events - before);
    }
}
