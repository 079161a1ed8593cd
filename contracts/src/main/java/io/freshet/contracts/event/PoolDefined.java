package io.freshet.contracts.event;

import java.time.Instant;

/**
 * A pool has this many slots. Topic {@code pool-definitions} (compacted), key {@code namespace/pool}. A pool nobody defined has the
 * installation's default.
 *
 * @param slots how many attempts may hold the pool at once; 0 pauses it
 */
public record PoolDefined(String namespace, String pool, int slots, Instant at) implements Event {
    @Override
    public String subject() {
        return namespace + "/" + pool;
    }
}
