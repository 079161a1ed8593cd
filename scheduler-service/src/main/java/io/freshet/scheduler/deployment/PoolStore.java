package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.event.PoolDefined;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pools that somebody defined, kept together with the outbox row that publishes them. */
public interface PoolStore {
    void define(PoolDefined pool, String user);

    Optional<PoolInfo> pool(String namespace, String pool);

    /** How many attempts of the namespace may run at once; empty: any number. */
    Optional<Integer> quota(String namespace);

    /** Lets any number of them run; nothing happens if there is no quota. */
    void removeQuota(String namespace);

    /**
     * @param after the last name of the page before
     */
    Page<PoolInfo> pools(String namespace, @Nullable String after, int limit);
}
