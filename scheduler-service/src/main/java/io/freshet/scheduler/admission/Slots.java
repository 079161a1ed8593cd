package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.id.WorkflowRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be launched: the sizes of pools, how much of them is in use, and how many attempts of each namespace, run, workflow, task and
 * key are active; those that share a slot count as one.
 */
final class Slots implements FairQueue.Limits {
    private final Table<Integer> sizes;
    private final int defaultSize;
    /** Of pools that tasks name, and of those that are implied: of runs and namespaces. */
    private final Map<PoolKey, Integer> inUse = new HashMap<>();

    private final Map<Lane.Counted, Integer> active = new HashMap<>();
    /** The limits that somebody has set for runs and namespaces. */
    private final Map<PoolKey, Integer> limits = new HashMap<>();
    /** How many attempts share a slot, by the first of them. */
    private final Map<String, Integer> sharing = new HashMap<>();

    Slots(AdmissionTables tables, int defaultSize) {
        this.sizes = tables.pools();
        this.defaultSize = defaultSize;
        tables.launched().forEach((attempt, launched) -> take(launched));
        sizes.forEach((pool, size) -> limit(PoolKey.parse(pool), size));
    }

    int size(PoolKey pool) {
        Integer defined = sizes.get(pool.toString());
        return defined == null ? defaultSize : defined;
    }

    void resize(PoolKey pool, @Nullable Integer slots) {
        limit(pool, slots);
        if (slots == null) {
            sizes.delete(pool.toString());
        } else {
            sizes.put(pool.toString(), slots);
        }
    }

    private void limit(PoolKey pool, @Nullable Integer slots) {
        if (!pool.isImplied()) {
            return;
        }
        if (slots == null) {
            limits.remove(pool);
        } else {
            limits.put(pool, slots);
        }
    }

    /** The pools that somebody is in. */
    Stream<PoolKey> inUse() {
        return inUse.keySet().stream();
    }

    int inUse(PoolKey pool) {
        return inUse.getOrDefault(pool, 0);
    }

    int active(Lane.Counted counted) {
        return active.getOrDefault(counted, 0);
    }

    /** Whether an attempt more may be in the pool, as far as that and the quota of its namespace go. */
    boolean isFree(PoolKey pool) {
        return inUse(pool) < size(pool) && isWithinQuota(pool.namespace());
    }

    /** How many attempts the namespace may have at once; null: any number. */
    @Nullable
    Integer quota(String namespace) {
        return limits.get(PoolKey.quota(namespace));
    }

    boolean isWithinQuota(String namespace) {
        Integer quota = quota(namespace);
        return quota == null || inUse(PoolKey.quota(namespace)) < quota;
    }

    int active(Lane.RunGroup run) {
        return inUse(PoolKey.of(run));
    }

    /** How many attempts of the run may be active; null: any number. */
    @Nullable
    Integer limit(Lane.RunGroup run) {
        Integer set = limits.get(PoolKey.of(run));
        return set == null ? run.maxActive() : set;
    }

    /** The first limit of them that is reached. */
    Optional<Lane.Limit> reached(Lane.Group group) {
        return group.limits().stream()
                .filter(each -> active(each.counted()) >= each.limit().max())
                .findFirst();
    }

    @Override
    public boolean isOpen(Lane.Group group) {
        return group.limits().isEmpty() || reached(group).isEmpty();
    }

    @Override
    public boolean isOpen(Lane.RunGroup run) {
        Integer limit = limit(run);
        return limit == null || active(run) < limit;
    }

    /** Whether an attempt of the lane may be launched, as far as its task, its workflow and its run go. */
    boolean isOpen(Lane.Key lane) {
        return isOpen(lane.group()) && isOpen(lane.runGroup());
    }

    /** Of those that share a slot, the first takes it. */
    void take(Launched attempt) {
        String batch = attempt.batch();
        if (batch != null && sharing.merge(batch, 1, Integer::sum) > 1) {
            return;
        }
        pools(attempt).forEach(pool -> inUse.merge(pool, 1, Integer::sum));
        forEachCounted(attempt, counted -> active.merge(counted, 1, Integer::sum));
    }

    /** Of those that share a slot, the last gives it back. */
    void giveBack(Launched attempt) {
        String batch = attempt.batch();
        if (batch != null) {
            sharing.computeIfPresent(batch, (key, count) -> count == 1 ? null : count - 1);
            if (sharing.containsKey(batch)) {
                return;
            }
        }
        pools(attempt).forEach(pool -> lower(inUse, pool));
        forEachCounted(attempt, counted -> lower(active, counted));
    }

    private static Stream<PoolKey> pools(Launched attempt) {
        return Stream.of(
                attempt.poolKey(),
                attempt.poolOfRun(),
                PoolKey.quota(attempt.instance().namespace()));
    }

    /** Its task and its workflow always, because another version of it may set a limit while it runs; keys only it knows itself. */
    private static void forEachCounted(Launched attempt, Consumer<Lane.Counted> consumer) {
        WorkflowRef workflow = attempt.instance().workflowRef();
        consumer.accept(new Lane.Counted(workflow, attempt.instance().task(), null));
        consumer.accept(new Lane.Counted(workflow, null, null));
        List<ConcurrencyLimit> keyed = attempt.keyed();
        if (keyed != null) {
            keyed.forEach(limit -> consumer.accept(new Lane.Counted(workflow, limit.task(), limit.key())));
        }
    }

    private static <K> void lower(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
