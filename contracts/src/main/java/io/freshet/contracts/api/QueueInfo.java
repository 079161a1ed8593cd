package io.freshet.contracts.api;

import io.freshet.contracts.id.InstanceRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for slots in a namespace, and why.
 *
 * @param quota how many attempts of the namespace may run at once; null: any number
 * @param active how many do; those that share a slot count as one
 * @param pools those in which an attempt runs or waits, by name
 * @param attempts those that wait, in the order in which they would be launched if slots became free one after the other; within a pool
 *     those that wait for a limit of their own come last
 */
public record QueueInfo(
        String namespace, @Nullable Integer quota, int active, List<PoolUse> pools, List<WaitingAttempt> attempts) {
    /**
     * A pool now.
     *
     * @param waiting how many attempts wait, those included that wait for another limit
     * @param longestWaitSeconds for how long the run that has waited longest for a slot has had none; 0 if nobody waits
     */
    public record PoolUse(String namespace, String pool, int slots, int inUse, int waiting, long longestWaitSeconds) {}

    /**
     * An attempt that waits.
     *
     * @param position in its pool, from 1
     * @param reason for people
     */
    public record WaitingAttempt(
            String pool, int position, InstanceRef instance, String attempt, String run, int priority, String reason) {}

    public QueueInfo {
        pools = List.copyOf(pools);
        attempts = List.copyOf(attempts);
    }
}
