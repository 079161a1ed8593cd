package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.PoolStore;
import io.micronaut.data.model.Limit;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pools in PostgreSQL, each with the row that publishes it. The quota of a namespace is a row like a pool's, which no list of pools has. */
@Singleton
final class PoolTable implements PoolStore {
    private final Database database;
    private final PoolRepository pools;
    private final OutboxWriter outbox;

    PoolTable(Database database, PoolRepository pools, OutboxWriter outbox) {
        this.database = database;
        this.pools = pools;
        this.outbox = outbox;
    }

    @Override
    public void define(PoolDefined pool, String user) {
        var _ = database.transact(() -> {
            pools.upsert(new PoolRow(pool.namespace(), pool.pool(), pool.slots(), user, pool.at()));
            return outbox.append(Topics.POOL_DEFINITIONS, pool.subject(), pool);
        });
    }

    @Override
    public Optional<PoolInfo> pool(String namespace, String pool) {
        return database.transact(
                () -> pools.findByNamespaceAndName(namespace, pool).map(PoolTable::info));
    }

    @Override
    public Optional<Integer> quota(String namespace) {
        return pool(namespace, PoolDefined.QUOTA).map(PoolInfo::slots);
    }

    @Override
    public void removeQuota(String namespace) {
        var _ = database.transact(() -> {
            boolean removed = pools.deleteByNamespaceAndName(namespace, PoolDefined.QUOTA) > 0;
            if (removed) {
                outbox.appendTombstone(Topics.POOL_DEFINITIONS, namespace + "/" + PoolDefined.QUOTA);
            }
            return removed;
        });
    }

    @Override
    public Page<PoolInfo> pools(String namespace, @Nullable String after, int limit) {
        List<PoolRow> found = database.transact(() -> pools.findByNamespaceAndNameGreaterThanAndNameNotEqualOrderByName(
                namespace, after == null ? "" : after, PoolDefined.QUOTA, Limit.of(limit + 1, 0)));
        return Pages.of(found.stream().map(PoolTable::info).toList(), limit, PoolInfo::pool);
    }

    private static PoolInfo info(PoolRow row) {
        return new PoolInfo(row.namespace(), row.name(), row.slots());
    }
}
