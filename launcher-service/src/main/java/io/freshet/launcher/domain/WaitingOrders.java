package io.freshet.launcher.domain;

import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The orders to launch that were read and are not on record yet, because the launcher has as many attempts under way as it may, or no room
 * on its disk. They wait here and not in the log, so that what comes behind them in the log is heard: that an attempt is to be cancelled.
 * Bounded, also in memory. Not thread-safe.
 */
public final class WaitingOrders {
    private final int mostOrders;
    private final int mostPartitions;
    /** By attempt, in the order in which they were read. */
    private final Map<String, Waiting> orders = new LinkedHashMap<>();

    /** Those of them whose waiting has not been reported. */
    private final Set<String> unreported = new LinkedHashSet<>();

    private long partitions;

    /** An order, and where it stands in the log. */
    private record Waiting(LaunchAttempt order, int partition, long offset) {
        /** How many partitions it names, which is what an order can have many of. */
        int partitions() {
            int count = 0;
            for (AttemptSpec.Input input : order.work().inputs()) {
                count += input.partitions().size();
            }
            return count;
        }
    }

    /**
     * @param mostOrders how many wait before nothing more is to be read
     * @param mostPartitions how many partitions of inputs they name together before nothing more is to be read
     */
    public WaitingOrders(int mostOrders, int mostPartitions) {
        this.mostOrders = mostOrders;
        this.mostPartitions = mostPartitions;
    }

    /**
     * Lets an order wait; one that waits already stays where it is.
     *
     * @param partition of the log
     * @param offset where it stands in that partition
     */
    public void add(LaunchAttempt order, int partition, long offset) {
        Waiting waiting = new Waiting(order, partition, offset);
        if (orders.putIfAbsent(order.attempt(), waiting) == null) {
            partitions += waiting.partitions();
            unreported.add(order.attempt());
        }
    }

    /**
     * Those that wait and were not handed out by this before.
     *
     * @param most how many of them
     */
    public List<LaunchAttempt> takeUnreported(int most) {
        List<LaunchAttempt> taken = unreported.stream()
                .limit(most)
                .map(attempt -> Objects.requireNonNull(orders.get(attempt)).order())
                .toList();
        taken.forEach(order -> unreported.remove(order.attempt()));
        return taken;
    }

    /** Whether nothing more is to be read; a batch that was read already may exceed it. */
    public boolean isFull() {
        return orders.size() >= mostOrders || partitions >= mostPartitions;
    }

    /** The one that has waited longest. */
    public Optional<LaunchAttempt> first() {
        return orders.values().stream().findFirst().map(Waiting::order);
    }

    /** The attempt waits no longer: it is on record, or was cancelled. */
    public void remove(String attempt) {
        Waiting removed = orders.remove(attempt);
        if (removed != null) {
            partitions -= removed.partitions();
            unreported.remove(attempt);
        }
    }

    /** The partitions are read by somebody else now, and the orders with them. */
    public void drop(Collection<Integer> revoked) {
        orders.values().removeIf(waiting -> revoked.contains(waiting.partition()));
        unreported.retainAll(orders.keySet());
        partitions = orders.values().stream().mapToLong(Waiting::partitions).sum();
    }

    /** Of each partition of the log, the first offset that is not done with. */
    public Map<Integer, Long> unfinished() {
        Map<Integer, Long> unfinished = new HashMap<>();
        orders.values().forEach(waiting -> unfinished.merge(waiting.partition(), waiting.offset(), Math::min));
        return unfinished;
    }
}
