package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.RunLimit;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.RunLimitStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Limits of runs in PostgreSQL, each with the row that publishes it: as the pool of its run, which a tombstone takes away. */
@Singleton
final class RunLimitTable implements RunLimitStore {
    private final Database database;
    private final RunLimitRepository limits;
    private final OutboxWriter outbox;

    RunLimitTable(Database database, RunLimitRepository limits, OutboxWriter outbox) {
        this.database = database;
        this.limits = limits;
        this.outbox = outbox;
    }

    @Override
    public RunLimit change(String namespace, String run, Change change, String user, Instant at) {
        return database.transact(() -> {
            RunLimitRow row = limits.change(namespace, run, change.maxActive(), change.paused(), user, at);
            Integer maxActive = row.maxActive();
            if (row.paused()) {
                publish(namespace, run, 0, at);
            } else if (maxActive != null) {
                publish(namespace, run, maxActive, at);
            } else {
                withdraw(namespace, run);
            }
            return new RunLimit(maxActive, row.paused());
        });
    }

    @Override
    public Optional<RunLimit> find(String namespace, String run) {
        return database.transact(() ->
                limits.findByNamespaceAndRun(namespace, run).map(row -> new RunLimit(row.maxActive(), row.paused())));
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> {
            List<RunLimitRow> forgotten = limits.deleteOlder(kept.toSeconds(), limit);
            forgotten.forEach(row -> withdraw(row.namespace(), row.run()));
            return forgotten.size();
        });
    }

    private void publish(String namespace, String run, int maxActive, Instant at) {
        PoolDefined pool = new PoolDefined(namespace, PoolDefined.poolOfRun(run), maxActive, at);
        var _ = outbox.append(Topics.POOL_DEFINITIONS, pool.subject(), pool);
    }

    private void withdraw(String namespace, String run) {
        outbox.appendTombstone(Topics.POOL_DEFINITIONS, namespace + "/" + PoolDefined.poolOfRun(run));
    }
}
