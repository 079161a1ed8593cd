package io.freshet.scheduler.admission;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What waits for the slots of one pool, in memory.
 *
 * <p><b>Order.</b> The highest priority that can be served is. Within a priority runs take turns (round robin), so that a backfill of
 * 100,000 instances and a daily load of ten are served one by one in alternation; within a run the smaller order key is first, then
 * who came first. To be exact it is {@link Lane lanes} that take turns: what waits of a run under one task's {@code maxActive} is a
 * lane of its own, because a lane that has reached that limit is passed over without looking at what waits in it.
 *
 * <p><b>Bound.</b> A lane that begins to wait, or was served, goes behind all others. So while no higher priority waits and its limit
 * is not reached, a lane waits for at most as many admissions as there are other lanes of its priority at that moment.
 *
 * <p><b>Cost.</b> Every step is logarithmic in what waits, times the number of different task limits in the pool, and one step for
 * each lane of a run that has reached a limit of its own.
 */
final class FairQueue {
    private final NavigableMap<Integer, Map<Lane.Group, NavigableMap<Long, Lane>>> levels =
            new TreeMap<>(Comparator.reverseOrder());
    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private int size;

    /** How many wait. */
    int size() {
        return size;
    }

    /** Those in which somebody waits. */
    Stream<Lane.Key> lanes() {
        return lanes.keySet().stream();
    }

    boolean has(Lane.Key lane) {
        return lanes.containsKey(lane);
    }

    /**
     * Adds a ticket that is not in yet.
     *
     * @param turn of its lane, if that is new
     */
    void add(Ticket ticket, long turn) {
        Lane lane = lanes.computeIfAbsent(ticket.lane(), key -> placed(new Lane(key, turn)));
        lane.tickets().add(ticket);
        size++;
    }

    /** Takes a ticket out, and says whether its lane is empty now. */
    boolean remove(Ticket ticket) {
        Lane lane = Objects.requireNonNull(lanes.get(ticket.lane()), "a queued ticket has a lane");
        lane.tickets().remove(ticket);
        size--;
        if (lane.tickets().isEmpty()) {
            displace(lane);
            lanes.remove(lane.key());
            return true;
        }
        return false;
    }

    /** What may be served. */
    interface Limits {
        /** Whether the limit of a task is not reached. */
        boolean isOpen(Lane.Group group);

        /** Whether the limit of a run is not reached. */
        boolean isOpen(Lane.RunGroup run);
    }

    /** The ticket that is served next; empty if none can be. */
    Optional<Ticket> next(Limits limits) {
        for (Map<Lane.Group, NavigableMap<Long, Lane>> level : levels.values()) {
            Optional<Lane> lane = level.entrySet().stream()
                    .filter(group -> limits.isOpen(group.getKey()))
                    .flatMap(group -> group.getValue().values().stream()
                            .filter(each -> limits.isOpen(each.key().runGroup()))
                            .findFirst()
                            .stream())
                    .min(Comparator.comparingLong(Lane::turn));
            if (lane.isPresent()) {
                return lane.map(found -> found.tickets().first());
            }
        }
        return Optional.empty();
    }

    /** Gives a lane its next turn; one that is empty by now has none. */
    void moveBack(Lane.Key key, long turn) {
        Lane lane = lanes.get(key);
        if (lane != null) {
            displace(lane);
            lane.turn(turn);
            var _ = placed(lane);
        }
    }

    private Lane placed(Lane lane) {
        levels.computeIfAbsent(lane.key().priority(), priority -> new HashMap<>())
                .computeIfAbsent(lane.key().group(), group -> new TreeMap<>())
                .put(lane.turn(), lane);
        return lane;
    }

    private void displace(Lane lane) {
        int priority = lane.key().priority();
        Map<Lane.Group, NavigableMap<Long, Lane>> level = Objects.requireNonNull(levels.get(priority));
        NavigableMap<Long, Lane> turns =
                Objects.requireNonNull(level.get(lane.key().group()));
        turns.remove(lane.turn());
        if (turns.isEmpty()) {
            level.remove(lane.key().group());
        }
        if (level.isEmpty()) {
            levels.remove(priority);
        }
    }
}
