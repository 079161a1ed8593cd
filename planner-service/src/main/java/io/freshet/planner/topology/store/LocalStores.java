package io.freshet.planner.topology.store;

import java.time.InstantSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The stores of a process, and the clients that tell them what is committed. Stores of which nobody tells that keep in memory what is
 * written until they are closed.
 */
public final class LocalStores {
    private final Changelogs changelogs = new Changelogs();
    private final InstantSource clock;

    public LocalStores(InstantSource clock) {
        this.clock = clock;
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
                return new CommittedStore(name, changelogs, clock);
            }

            @Override
            public String metricsScope() {
                return "committed";
            }
        };
    }

    /** For a Kafka Streams that runs exactly once. */
    public KafkaClientSupplier clients() {
        return new ChangelogClients(changelogs);
    }

    /** To be told where no transactions of {@link #clients} are: what was put into this changelog's store is committed. */
    public void committed(TopicPartition changelog, long offset) {
        changelogs.of(changelog).set(offset);
    }
}
