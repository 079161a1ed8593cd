package io.freshet.scheduler.admission;

import io.freshet.contracts.id.TaskRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be launched: the sizes of pools, how much of them is in use, and how many attempts of each task and of each run are active; those that share a slot count as one. */
final class Slots implements FairQueue.Limits {
    private final Table<Integer> sizes;
    private final int defaultSize;
    private final Map<PoolKey, Integer> inUse = new HashMap<>();
    private final Map<TaskRef, Integer> active = new HashMap<>();
    private final Map<PoolKey, Integer> activeOfRuns = new HashMap<>();
    /** The limits that somebody has set for runs, by the pool of the run. */
    private final Map<PoolKey, Integer> limitsOfRuns = new HashMap<>();
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
        if (!pool.isOfRun()) {
            return;
        }
        if (slots == null) {
            limitsOfRuns.remove(pool);
        } else {
            limitsOfRuns.put(pool, slots);
        }
    }

    int inUse(PoolKey pool) {
        return inUse.getOrDefault(pool, 0);
    }

    int active(TaskRef task) {
        return active.getOrDefault(task, 0);
    }

    boolean isFree(PoolKey pool) {
        return inUse(pool) < size(pool);
    }

    int active(Lane.RunGroup run) {
        return activeOfRuns.getOrDefault(PoolKey.of(run), 0);
    }

    /** How many attempts of the run may be active; null: any number. */
    @Nullable
    Integer limit(Lane.RunGroup run) {
        Integer set = limitsOfRuns.get(PoolKey.of(run));
        return set == null ? run.maxActive() : set;
    }

    @Override
    public boolean isOpen(Lane.Group group) {
        TaskRef task = group.task();
        return task == null || active(task) < group.maxActive();
    }

    @Override
    public boolean isOpen(Lane.RunGroup run) {
        Integer limit = limit(run);
        return limit == null || active(run) < limit;
    }

    /** Whether an attempt of the lane may be launched, as far as its task and its run go. */
    boolean isOpen(Lane.Key lane) {
        return isOpen(lane.group()) && isOpen(lane.runGroup());
    }

    /** Of those that share a slot, the first takes it. */
    void take(Launched attempt) {
        String batch = attempt.batch();
        if (batch != null && sharing.merge(batch, 1, Integer::sum) > 1) {
            return;
        }
        inUse.merge(attempt.poolKey(), 1, Integer::sum);
        active.merge(attempt.instance().taskRef(), 1, Integer::sum);
        activeOfRuns.merge(attempt.poolOfRun(), 1, Integer::sum);
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
        inUse.computeIfPresent(attempt.poolKey(), (pool, count) -> count == 1 ? null : count - 1);
        active.computeIfPresent(attempt.instance().taskRef(), (task, count) -> count == 1 ? null : count - 1);
        activeOfRuns.computeIfPresent(attempt.poolOfRun(), (run, count) -> count == 1 ? null : count - 1);
    }
}
