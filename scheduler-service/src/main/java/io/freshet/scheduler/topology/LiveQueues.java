package io.freshet.scheduler.topology;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.scheduler.admission.QueueQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The queues of the Kafka partitions that this scheduler admits for, for whoever asks meanwhile. Thread-safe. */
public final class LiveQueues {
    /** The queues of one partition; may be asked from any thread. */
    interface Source {
        /** What waits in a namespace that belongs to the partition; empty if it is no longer admitted for here. */
        Optional<QueueInfo> queue(String namespace, QueueQuery query, Instant now);

        /** All pools in which an attempt runs or waits. */
        List<QueueInfo.PoolUse> pools(Instant now);
    }

    private final Map<Integer, Source> sources = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** How many partitions there are, here and elsewhere; 0 before admission begins. */
    private volatile int partitions;

    /**
     * @param clock by which waiting is measured for who asks: that of a stream's task stands still while nothing happens
     */
    public LiveQueues(InstantSource clock) {
        this.clock = clock;
    }

    /** Admission begins, of so many partitions here and elsewhere. */
    void begin(int all) {
        partitions = all;
    }

    /** From now on this scheduler admits for the partition. */
    void opened(int partition, Source source) {
        sources.put(partition, source);
    }

    /** It does so no longer, unless another source has taken its place. */
    void closed(int partition, Source source) {
        sources.remove(partition, source);
    }

    /** What waits in a namespace; empty if this scheduler does not admit for it. */
    public Optional<QueueInfo> queue(String namespace, QueueQuery query) {
        return partitions == 0
                ? Optional.empty()
                : Optional.ofNullable(sources.get(AdmissionTopology.partitionOf(namespace, partitions)))
                        .flatMap(source -> source.queue(namespace, query, clock.instant()));
    }

    /** All pools in which an attempt runs or waits, by namespace and name. */
    public List<QueueInfo.PoolUse> pools() {
        Instant now = clock.instant();
        return sources.values().stream()
                .flatMap(source -> source.pools(now).stream())
                .sorted(Comparator.comparing(QueueInfo.PoolUse::namespace).thenComparing(QueueInfo.PoolUse::pool))
                .toList();
    }
}
