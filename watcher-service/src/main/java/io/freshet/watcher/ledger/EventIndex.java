package io.freshet.watcher.ledger;

import io.freshet.contracts.id.DatasetRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far the topic of events was read, and which events were: what makes one that comes again count once. Made of the topic, so
 * that it can be lost and is then made again. For one thread.
 */
public interface EventIndex {
    /**
     * What was read of the topic, each event once.
     *
     * @param extracts that announce an extract
     * @param others of any other kind
     * @param repeated that had come before, by source and id
     * @param unreadable records that are no event, or announce no extract although they say so: dead letters
     */
    record Totals(long extracts, long others, long repeated, long unreadable) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);
    }

    /** An event that was read for the first time. */
    record Known(String key, Instant written) {}

    /** An announcement for the dataset that it is about. */
    record Forwarded(DatasetRef dataset, Announcements.Received received) {}

    /**
     * What a step of reading has brought.
     *
     * @param next by partition of the topic, the offset to read next
     */
    record Step(String log, Map<Integer, Long> next, List<Known> known, List<Forwarded> forwarded, Totals totals) {
        public Step {
            next = Map.copyOf(next);
            known = List.copyOf(known);
            forwarded = List.copyOf(forwarded);
        }
    }

    /**
     * Where to read on, by partition of the topic; nothing where it was not read yet.
     *
     * @param log names the topic: of one that was made anew nothing was read, and what is known of the old one is forgotten
     */
    Map<Integer, Long> positions(String log);

    boolean isKnown(String key);

    Totals totals();

    /** Writes all of it at once. */
    void write(Step step);

    /** Forgets the events that were written before then. */
    void forget(Instant before);

    /** How many announcements wait for a dataset; at most {@code limit} are counted. */
    int received(DatasetRef dataset, int limit);
}
