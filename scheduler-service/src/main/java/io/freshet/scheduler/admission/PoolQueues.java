package io.freshet.scheduler.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The backlogs of all pools, whose turns it keeps in the table. */
final class PoolQueues {
    private final Table<Long> turns;
    private final Map<String, Map<String, FairQueue>> backlogs = new HashMap<>();
    private final TreeSet<String> unfinished = new TreeSet<>();
    private final Ageing ageing;
    private long lastTurn;
    private int size;

    PoolQueues(AdmissionTables tables, Ageing ageing) {
        this.ageing = ageing;
        this.turns = tables.turns();
        turns.forEach((lane, turn) -> lastTurn = Math.max(lastTurn, turn));
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

    /** All pools in which somebody waits. */
    List<PoolKey> pools() {
        return backlogs.keySet().stream()
                .flatMap(namespace -> poolsOf(namespace).stream())
                .toList();
    }

    /** The turn of the lane that has waited longest. */
    OptionalLong oldestTurn(PoolKey pool) {
        return backlog(pool).stream()
                .flatMap(queue -> queue.lanes().stream())
                .mapToLong(Lane::turn)
                .min();
    }

    /** In which order those who wait would be served, the first of them. */
    List<Ticket> order(PoolKey pool, Predicate<Lane.Key> isOpen, Instant now, int most) {
        return backlog(pool)
                .map(queue -> ServiceOrder.of(queue.lanes(), isOpen, ageing, now, most))
                .orElse(List.of());
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
                .flatMap(queue -> queue.lanes().stream())
                .map(lane -> lane.key().text())
                .collect(Collectors.toSet());
        turns.forEach((lane, turn) -> {
            if (!lanes.contains(lane)) {
                empty.add(lane);
            }
        });
        empty.forEach(turns::delete);
    }

    void add(Ticket ticket, Instant now) {
        boolean isNew = backlog(ticket.lane().pool())
                .map(backlog -> !backlog.has(ticket.lane()))
                .orElse(true);
        if (isNew) {
            lastTurn = Ageing.turn(lastTurn, now);
            turns.put(ticket.lane().text(), lastTurn);
        }
        enter(ticket, lastTurn);
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

    Optional<FairQueue.Next> next(PoolKey pool, FairQueue.Limits limits) {
        return backlog(pool).flatMap(backlog -> backlog.next(limits));
    }

    /** Takes the ticket out; the others of its lane wait for the lane's next turn. */
    void serve(Ticket ticket, Instant now) {
        Lane.Key lane = ticket.lane();
        remove(ticket);
        backlog(lane.pool()).filter(backlog -> backlog.has(lane)).ifPresent(backlog -> {
            lastTurn = Ageing.turn(lastTurn, now);
            turns.put(lane.text(), lastTurn);
            backlog.moveBack(lane, lastTurn);
        });
    }

    /** A namespace that may have free slots although somebody waits. */
    Optional<String> unfinished() {
        return unfinished.isEmpty() ? Optional.empty() : Optional.of(unfinished.first());
    }

    boolean isUnfinished(String namespace) {
        return unfinished.contains(namespace);
    }

    void interrupted(String namespace) {
        unfinished.add(namespace);
    }

    /** After a restart: only a step that was cut short leaves such pools. */
    void interruptedWhere(Predicate<PoolKey> canLaunch) {
        backlogs.keySet().stream()
                .filter(namespace -> poolsOf(namespace).stream().anyMatch(canLaunch))
                .forEach(unfinished::add);
    }

    void finished(String namespace) {
        unfinished.remove(namespace);
    }

    private void enter(Ticket ticket, long turn) {
        PoolKey pool = ticket.lane().pool();
        backlogs.computeIfAbsent(pool.namespace(), namespace -> new TreeMap<>())
                .computeIfAbsent(pool.pool(), name -> new FairQueue(ageing))
                .add(ticket, turn);
        size++;
    }

    private Optional<FairQueue> backlog(PoolKey pool) {
        return Optional.ofNullable(
                backlogs.getOrDefault(pool.namespace(), Map.of()).get(pool.pool()));
    }
}
