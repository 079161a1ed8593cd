package io.freshet.scheduler.topology;

import io.freshet.contracts.event.PoolDefined;
import io.freshet.scheduler.admission.AdmissionInput;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * A pool's size on its way to where the namespace's slots are counted.
 *
 * @param slots of the pool; null: the default
 */
record PoolSize(String pool, @Nullable Integer slots) {
    /**
     * Keyed by the namespace.
     *
     * @param key {@code namespace/pool}
     * @param defined null gives the pool its default size again
     */
    static KeyValue<String, PoolSize> keyed(String key, @Nullable PoolDefined defined) {
        int slash = key.indexOf('/');
        return KeyValue.pair(
                key.substring(0, slash),
                new PoolSize(key.substring(slash + 1), defined == null ? null : defined.slots()));
    }

    AdmissionInput input(String namespace) {
        return new AdmissionInput.Resized(namespace, pool, slots);
    }
}
