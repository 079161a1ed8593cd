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
    private static final class Row {
        private static final Comparator<Row> ORDER =
                Comparator.comparingLong((Row row) -> row.place).thenComparingLong(row -> row.turn);

        private final int priority;
        private final Iterator<Ticket> tickets;
        private long place;
        private long turn;

        Row(Lane lane, Ageing ageing) {
            this.priority = lane.key().priority();
            this.tickets = lane.tickets().iterator();
            turn(lane.turn(), ageing);
        }

        final void turn(long next, Ageing ageing) {
            turn = next;
            place = ageing.place(priority, next);
        }
    }

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
        PriorityQueue<Row> rows = new PriorityQueue<>(Row.ORDER);
        long last = 0;
        for (Lane lane : lanes) {
            rows.add(new Row(lane, ageing));
            last = Math.max(last, lane.turn());
        }
        while (!rows.isEmpty() && order.size() < most) {
            Row row = rows.remove();
            order.add(row.tickets.next());
            if (row.tickets.hasNext()) {
                last = Ageing.turn(last, now);
                row.turn(last, ageing);
                rows.add(row);
            }
        }
    }
}
