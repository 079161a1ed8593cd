package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.util.Optional;

/** The sentences of admission that people read. They are the same for attempts that are in the same case, of which the log then has one. */
final class AdmissionMessages {
    private AdmissionMessages() {}

    static String admitted(TaskReady ready, int slots) {
        return "Admitted to pool '%s', which has %d slots".formatted(ready.pool(), slots);
    }

    static String asleep(TaskReady ready) {
        return "Waits until %s to start attempt %d".formatted(ready.notBefore(), ready.number());
    }

    /**
     * Why those of a lane wait: the limit nearest to the attempt that is reached.
     */
    static String waits(Lane.Key lane, Slots slots) {
        Optional<Lane.Limit> reached = slots.reached(lane.group());
        if (reached.isPresent()) {
            return limitIsReached(reached.get(), slots.active(reached.get().counted()));
        }
        Integer ofRun = slots.limit(lane.runGroup());
        if (ofRun != null && !slots.isOpen(lane.runGroup())) {
            return runIsAtItsLimit(lane.run(), slots.active(lane.runGroup()), ofRun);
        }
        PoolKey pool = lane.pool();
        Integer quota = slots.quota(pool.namespace());
        if (quota != null && !slots.isWithinQuota(pool.namespace())) {
            return namespaceIsAtItsQuota(pool.namespace(), slots.inUse(PoolKey.quota(pool.namespace())), quota);
        }
        return poolIsFull(pool.pool(), slots.inUse(pool), slots.size(pool));
    }

    private static String poolIsFull(String pool, int inUse, int slots) {
        return slots == 0
                ? "Waits for a slot: pool '%s' is paused (0 slots)".formatted(pool)
                : "Waits for a slot of pool '%s': %d of %d in use".formatted(pool, inUse, slots);
    }

    private static String limitIsReached(Lane.Limit reached, int active) {
        ConcurrencyLimit limit = reached.limit();
        return "Waits because %s already runs %d of at most %d attempts%s"
                .formatted(
                        limit.task() == null
                                ? "workflow '%s'".formatted(reached.workflow().workflow())
                                : "task '%s'".formatted(limit.task()),
                        active,
                        limit.max(),
                        limit.key() == null ? "" : " with key '%s'".formatted(limit.key()));
    }

    private static String runIsAtItsLimit(String run, int active, int maxActive) {
        return maxActive == 0
                ? "Waits because run %s is paused".formatted(run)
                : "Waits because run %s already has %d of at most %d attempts under way"
                        .formatted(run, active, maxActive);
    }

    private static String namespaceIsAtItsQuota(String namespace, int active, int quota) {
        return quota == 0
                ? "Waits because namespace '%s' is paused (its quota is 0)".formatted(namespace)
                : "Waits because namespace '%s' already runs %d of at most %d attempts"
                        .formatted(namespace, active, quota);
    }
}
