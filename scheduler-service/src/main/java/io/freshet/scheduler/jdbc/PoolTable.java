package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.PoolStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pools in PostgreSQL. The row of the pool is the lock under which it changes. */
public final class PoolTable implements PoolStore {
    private final Database database;

    public PoolTable(Database database) {
        this.database = database;
    }

    @Override
    public void define(PoolDefined pool, String user) {
        var _ = database.transact(session -> {
            session.update("""
                    INSERT INTO pools (namespace, name, slots, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (namespace, name) DO UPDATE
                    SET slots = excluded.slots, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                    """, pool.namespace(), pool.pool(), pool.slots(), user, pool.at());
            return OutboxRows.append(session, Topics.POOL_DEFINITIONS, pool.subject(), pool);
        });
    }

    @Override
    public Optional<PoolInfo> pool(String namespace, String pool) {
        return database.transact(session -> session.row(
                "SELECT namespace, name, slots FROM pools WHERE namespace = ? AND name = ?",
                PoolTable::info,
                namespace,
                pool));
    }

    @Override
    public Page<PoolInfo> pools(String namespace, @Nullable String after, int limit) {
        List<PoolInfo> found = database.transact(session -> session.rows(
                "SELECT namespace, name, slots FROM pools WHERE namespace = ? AND name > ? ORDER BY name LIMIT ?",
                PoolTable::info,
                namespace,
                after == null ? "" : after,
                limit + 1));
        return Pages.of(found, limit, PoolInfo::pool);
    }

    private static PoolInfo info(ResultSet row) throws SQLException {
        return new PoolInfo(row.getString("namespace"), row.getString("name"), row.getInt("slots"));
    }
}
