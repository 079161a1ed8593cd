package io.freshet.scheduler.admission;

import java.util.Comparator;

/** The place of an attempt in its lane: smaller order key first, then who came first. */
record Ticket(String attempt, Lane.Key lane, String orderKey, long sequence) {
    static final Comparator<Ticket> ORDER =
            Comparator.comparing(Ticket::orderKey).thenComparingLong(Ticket::sequence);
}
