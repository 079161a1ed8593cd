package io.freshet.scheduler.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** In which order those who wait in a pool would be launched if slots became free one after the other, and nobody else came. */
final class ServiceOrder {
    /** What of a lane is still to be served, at its place. */
    private record Rest(Ageing.Place place, int priority, Iterator<Ticket> tickets) {}

    private ServiceOrder() {}

    /**
     * The first of them: as {@link FairQueue} serves them, those whose own limits are reached after all others.
     *
     * @param most how many at the most
     */
    static List<Ticket> of(Collection<Lane> lanes, Predicate<Lane.Key> isOpen, Ageing ageing, Instant now, int most) {
        List<Ticket> order = new ArrayList<>();
        serve(lanes.stream().filter(lane -> isOpen.test(lane.key())).toList(), ageing, now, most, order);
        serve(lanes.stream().filter(lane -> !isOpen.test(lane.key())).toList(), ageing, now, most, order);
        return order;
    }

    private static void serve(List<Lane> lanes, Ageing ageing, Instant now, int most, List<Ticket> order) {
        PriorityQueue<Rest> rests = new PriorityQueue<>(Comparator.comparing(Rest::place));
        long last = 0;
        for (Lane lane : lanes) {
            int priority = lane.key().priority();
            rests.add(new Rest(
                    ageing.place(priority, lane.turn()),
                    priority,
                    lane.tickets().iterator()));
            last = Math.max(last, lane.turn());
        }
        while (!rests.isEmpty() && order.size() < most) {
            Rest rest = rests.remove();
            order.add(rest.tickets().next());
            if (rest.tickets().hasNext()) {
                last = Ageing.turn(last, now);
                rests.add(new Rest(ageing.place(rest.priority(), last), rest.priority(), rest.tickets()));
            }
        }
    }
}
