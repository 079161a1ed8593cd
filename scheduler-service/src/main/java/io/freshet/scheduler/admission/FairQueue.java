package io.freshet.scheduler.admission;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What waits for the slots of one pool, in memory.
 *
 * <p><b>Order.</b> The highest priority that can be served is, where none has waited so long that {@link Ageing} puts it first. Within a
 * priority runs take turns (round robin), so that a backfill of
 * 100,000 instances and a daily load of ten are served one by one in alternation; within a run the smaller order key is first, then
 * who came first. To be exact it is {@link Lane lanes} that take turns: what waits of a run under the same limits of its task and workflow is a
 * lane of its own, because a lane that has reached a limit is passed over without looking at what waits in it.
 *
 * <p><b>Bound.</b> A lane that begins to wait, or was served, goes behind all others of its priority. So while its limits
 * are not reached, a lane waits for at most as many admissions as there are other lanes of its priority at that moment, besides those
 * of higher priorities, which come before it for as long as ageing says.
 *
 * <p><b>Cost.</b> Every step is logarithmic in what waits, however many keys limits have, besides one look at each task or workflow with
 * a limit, at each key whose limit is reached, of which there are no more than attempts run, and at each lane of a run that has reached a
 * limit of its own.
 */
final class FairQueue {
    /** What may be served. */
    interface Limits {
        /** Whether the limits of a task and its workflow are not reached. */
        boolean isOpen(Lane.Group group);

        /** Whether the limit of a run is not reached. */
        boolean isOpen(Lane.RunGroup run);
    }

    /** Who is served next, and its place, by which pools are compared. */
    record Next(Ticket ticket, Ageing.Place place) {}

    private final Ageing ageing;
    /** By the limits that do not depend on a key: where one of these is reached, no key need be looked at. */
    private final Map<Lane.Group, KeyedLanes> groups = new HashMap<>();

    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private int size;

    FairQueue(Ageing ageing) {
        this.ageing = ageing;
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** Those in which somebody waits. */
    Collection<Lane> lanes() {
        return lanes.values();
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

    /** Who is served next; empty if none can be. */
    Optional<Next> next(Limits limits) {
        return groups.entrySet().stream()
                .filter(group -> limits.isOpen(group.getKey()))
                .flatMap(group -> group.getValue().first(limits).stream())
                .min(Map.Entry.comparingByKey())
                .map(each -> new Next(each.getValue().tickets().first(), each.getKey()));
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
        groups.computeIfAbsent(lane.key().group().withoutKeys(), group -> new KeyedLanes())
                .add(place(lane), lane);
        return lane;
    }

    private void displace(Lane lane) {
        Lane.Group shared = lane.key().group().withoutKeys();
        KeyedLanes lanesOfGroup = Objects.requireNonNull(groups.get(shared));
        lanesOfGroup.remove(place(lane), lane);
        if (lanesOfGroup.isEmpty()) {
            groups.remove(shared);
        }
    }

    private Ageing.Place place(Lane lane) {
        return ageing.place(lane.key().priority(), lane.turn());
    }
}
