package io.freshet.planner.store;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.planner.store.CommittedRows.Bounds;
import io.freshet.servicekit.streams.StreamClients;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a process, and the clients that report to them what is committed. Stores to which nothing is reported keep in memory
 * what is written until they are closed.
 */
public final class LocalStores {
    private final Changelogs changelogs = new Changelogs();
    private final InstantSource clock;
    private final @Nullable PageCacheWarmer warmer;

    /** Stores whose files the operating system caches as any others. */
    public LocalStores(InstantSource clock) {
        this(clock, null);
    }

    private LocalStores(InstantSource clock, @Nullable PageCacheWarmer warmer) {
        this.clock = clock;
        this.warmer = warmer;
    }

    /**
     * Stores whose files are mapped, so that they stay in the page cache, as far as half of the memory that the heap leaves has room for them.
     * To be made once in a process: each has that room.
     */
    public static LocalStores withMappedFiles(InstantSource clock) {
        return new LocalStores(clock, PageCacheWarmer.besideHeap());
    }

    /** A store of that name, whose keys begin with the letter of a table. */
    public KeyValueBytesStoreSupplier store(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new CommittedStore(name, changelogs, clock, warmer);
            }

            @Override
            public String metricsScope() {
                return "committed";
            }
        };
    }

    /**
     * For a Kafka Streams that runs exactly once.
     *
     * @param time that it goes by
     */
    public KafkaClientSupplier clients(InstantSource time) {
        return new StreamClients(time, config -> new ChangelogProducer(config, changelogs));
    }

    /** How the changelogs are kept: longer than the stores trust what is on disk, they still say what was deleted. */
    public static Map<String, String> changelog() {
        Duration deletions = Bounds.USUAL.trusted().plusDays(1);
        return Map.of(
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                String.valueOf(deletions.toMillis()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(RecordLimits.MAX_RECORD_BYTES));
    }

    /**
     * To be called where no transactions of {@link #clients} are: what was put into the open stores is committed.
     *
     * @param offset up to which that is in the changelog of each; another one than the time before
     */
    public void committed(long offset) {
        changelogs.committed(offset);
    }
}
