package io.freshet.planner.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Up to where the changelogs of this process's stores are committed. Thread-safe. */
final class Changelogs {
    private static final long NOTHING = -1;

    private final Map<TopicPartition, AtomicLong> committed = new ConcurrentHashMap<>();

    /** The offset of the last committed record of this process, which changes with each transaction that has one; kept for a store. */
    AtomicLong of(TopicPartition changelog) {
        return committed.computeIfAbsent(changelog, _ -> new AtomicLong(NOTHING));
    }

    /** As {@link #of}, but null if no store asked for it. */
    @Nullable
    AtomicLong find(TopicPartition changelog) {
        return committed.get(changelog);
    }

    /** All of them, up to the same offset. */
    void committed(long offset) {
        committed.values().forEach(changelog -> changelog.set(offset));
    }
}
