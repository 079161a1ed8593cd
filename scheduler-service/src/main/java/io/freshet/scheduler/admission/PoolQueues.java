package io.freshet.scheduler.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The backlogs of all pools, whose turns it keeps in the table. */
final class PoolQueues {
    private final Table<Long> turns;
    private final Map<String, Map<String, FairQueue>> backlogs = new HashMap<>();
    private final TreeSet<PoolKey> unfinished =
            new TreeSet<>(Comparator.comparing(PoolKey::namespace).thenComparing(PoolKey::pool));
    private long nextTurn = 1;
    private int size;

    PoolQueues(AdmissionTables tables) {
        this.turns = tables.turns();
        turns.forEach((lane, turn) -> nextTurn = Math.max(nextTurn, turn + 1));
    }

    int size() {
        return size;
    }

    int size(PoolKey pool) {
        return backlog(pool).map(FairQueue::size).orElse(0);
    }

    /** The pools of a namespace in which somebody waits, by name. */
    List<PoolKey> poolsOf(String namespace) {
        Map<String, FairQueue> pools = backlogs.get(namespace);
        return pools == null
                ? List.of()
                : pools.keySet().stream()
                        .map(pool -> new PoolKey(namespace, pool))
                        .toList();
    }

    /** Puts a ticket back where it was. */
    void restore(Ticket ticket) {
        Long turn = turns.get(ticket.lane().text());
        enter(ticket, Objects.requireNonNull(turn, "a lane in which somebody waits has a turn"));
    }

    /** Deletes the turns of lanes in which nobody waits: of those that were given up. */
    void forgetEmptyLanes() {
        List<String> empty = new ArrayList<>();
        Set<String> lanes = backlogs.values().stream()
                .flatMap(pools -> pools.values().stream())
                .flatMap(FairQueue::lanes)
                .map(Lane.Key::text)
                .collect(Collectors.toSet());
        turns.forEach((lane, turn) -> {
            if (!lanes.contains(lane)) {
                empty.add(lane);
            }
        });
        empty.forEach(turns::delete);
    }

    void add(Ticket ticket) {
        boolean isNew = backlog(ticket.lane().pool())
                .map(backlog -> !backlog.has(ticket.lane()))
                .orElse(true);
        if (isNew) {
            turns.put(ticket.lane().text(), nextTurn++);
        }
        enter(ticket, nextTurn - 1);
    }

    void remove(Ticket ticket) {
        PoolKey pool = ticket.lane().pool();
        FairQueue backlog = backlog(pool).orElseThrow();
        if (backlog.remove(ticket)) {
            turns.delete(ticket.lane().text());
        }
        size--;
        if (backlog.size() == 0) {
            Map<String, FairQueue> pools = Objects.requireNonNull(backlogs.get(pool.namespace()));
            pools.remove(pool.pool());
            if (pools.isEmpty()) {
                backlogs.remove(pool.namespace());
            }
        }
    }

    Optional<Ticket> next(PoolKey pool, FairQueue.Limits limits) {
        return backlog(pool).flatMap(backlog -> backlog.next(limits));
    }

    /** Takes the ticket out; the others of its lane wait for the lane's next turn. */
    void serve(Ticket ticket) {
        Lane.Key lane = ticket.lane();
        remove(ticket);
        backlog(lane.pool()).filter(backlog -> backlog.has(lane)).ifPresent(backlog -> {
            turns.put(lane.text(), nextTurn);
            backlog.moveBack(lane, nextTurn++);
        });
    }

    /** A pool that may have free slots although somebody waits. */
    Optional<PoolKey> unfinished() {
        return unfinished.isEmpty() ? Optional.empty() : Optional.of(unfinished.first());
    }

    boolean isUnfinished(PoolKey pool) {
        return unfinished.contains(pool);
    }

    void interrupted(PoolKey pool) {
        unfinished.add(pool);
    }

    /** After a restart: only a step that was cut short leaves such pools. */
    void interruptedWhere(Predicate<PoolKey> canLaunch) {
        backlogs.keySet().stream()
                .flatMap(namespace -> poolsOf(namespace).stream())
                .filter(canLaunch)
                .forEach(unfinished::add);
    }

    void finished(PoolKey pool) {
        unfinished.remove(pool);
    }

    private void enter(Ticket ticket, long turn) {
        PoolKey pool = ticket.lane().pool();
        backlogs.computeIfAbsent(pool.namespace(), namespace -> new TreeMap<>())
                .computeIfAbsent(pool.pool(), name -> new FairQueue())
                .add(ticket, turn);
        size++;
    }

    private Optional<FairQueue> backlog(PoolKey pool) {
        return Optional.ofNullable(
                backlogs.getOrDefault(pool.namespace(), Map.of()).get(pool.pool()));
    }
}
