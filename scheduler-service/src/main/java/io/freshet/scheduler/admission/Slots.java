package io.freshet.scheduler.admission;

import io.freshet.contracts.id.TaskRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be launched: the sizes of pools, how much of them is in use, and how many attempts of each task run; those that share a slot count as one. */
final class Slots {
    private final Table<Integer> sizes;
    private final int defaultSize;
    private final Map<PoolKey, Integer> inUse = new HashMap<>();
    private final Map<TaskRef, Integer> active = new HashMap<>();
    /** How many attempts share a slot, by the first of them. */
    private final Map<String, Integer> sharing = new HashMap<>();

    Slots(AdmissionTables tables, int defaultSize) {
        this.sizes = tables.pools();
        this.defaultSize = defaultSize;
        tables.launched().forEach((attempt, launched) -> take(launched));
    }

    int size(PoolKey pool) {
        Integer defined = sizes.get(pool.toString());
        return defined == null ? defaultSize : defined;
    }

    void resize(PoolKey pool, @Nullable Integer slots) {
        if (slots == null) {
            sizes.delete(pool.toString());
        } else {
            sizes.put(pool.toString(), slots);
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

    /** Whether the limit of the group is not reached. */
    boolean isOpen(Lane.Group group) {
        TaskRef task = group.task();
        return task == null || active(task) < group.maxActive();
    }

    /** Of those that share a slot, the first takes it. */
    void take(Launched attempt) {
        String batch = attempt.batch();
        if (batch != null && sharing.merge(batch, 1, Integer::sum) > 1) {
            return;
        }
        inUse.merge(attempt.poolKey(), 1, Integer::sum);
        active.merge(attempt.instance().taskRef(), 1, Integer::sum);
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
    }
}
