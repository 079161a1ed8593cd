package io.freshet.watcher.intake;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventError;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.ledger.Announcements;
import io.freshet.watcher.ledger.EventIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes of records of the topic what they add to the index: each event once, by source and id, whether it comes again a moment or a
 * month later, and whatever was killed in between, since positions and events are written at once. For one thread, but for {@link #totals}.
 */
public final class EventIntake {
    /** The bound on the announcements that wait for a dataset that nobody watches; further ones are counted, and not kept. */
    static final int MOST_WAITING = 10_000;

    /** A record of the topic. */
    public record EventRecord(int partition, long offset, Instant written, Checked<UpstreamEvent> event) {}

    /** A record that will never be dealt with. */
    public record Refused(EventRecord record, List<EventError> errors) {}

    /** What a step of reading has brought. The refused are to be sent away before it is kept. */
    public record Reading(EventIndex.Step step, List<Refused> refused, Set<DatasetRef> announced, List<Look> looks) {}

    /** What an event announces that is known, and that a replay says again: it is looked at, and counts as it did. */
    public record Look(DatasetRef dataset, Announcement announcement) {}

    private final EventIndex index;
    private final Predicate<DatasetRef> isWatched;
    private volatile EventIndex.Totals totals;

    /**
     * @param isWatched whether somebody takes what is announced of a dataset
     */
    public EventIntake(EventIndex index, Predicate<DatasetRef> isWatched) {
        this.index = index;
        this.isWatched = isWatched;
        this.totals = index.totals();
    }

    /** What was read so far. */
    public EventIndex.Totals totals() {
        return totals;
    }

    /** Where to read on, see {@link EventIndex#positions}. */
    public Map<Integer, Long> positions(String log) {
        Map<Integer, Long> positions = index.positions(log);
        totals = index.totals();
        return positions;
    }

    /**
     * Looks at records in their order, and changes nothing.
     *
     * @param next by partition, the offset to read next
     */
    public Reading read(String log, List<EventRecord> records, Map<Integer, Long> next) {
        Step step = new Step();
        for (EventRecord record : records) {
            switch (record.event()) {
                case Checked.Invalid<UpstreamEvent>(List<EventError> errors) ->
                    step.refused.add(new Refused(record, errors));
                case Checked.Valid<UpstreamEvent>(UpstreamEvent event) -> take(record, event, step);
            }
        }
        EventIndex.Totals total = new EventIndex.Totals(
                totals.extracts() + step.extracts,
                totals.others() + step.others,
                totals.repeated() + step.repeated,
                totals.unreadable() + step.refused.size());
        return new Reading(
                new EventIndex.Step(log, next, step.known, step.forwarded, total),
                step.refused,
                step.announced,
                step.looks);
    }

    /** Keeps what was read. */
    public void keep(Reading reading) {
        index.write(reading.step());
        totals = reading.step().totals();
    }

    /** Forgets the events that were written before then. */
    public void forget(Instant before) {
        index.forget(before);
    }

    private void take(EventRecord record, UpstreamEvent event, Step step) {
        String key = event.key();
        if (!step.keys.add(key) || index.isKnown(key)) {
            step.repeated++;
            if (event.isReplayed()
                    && ExtractEvent.of(event).orElse(null)
                            instanceof Checked.Valid<ExtractEvent>(ExtractEvent extract)) {
                step.looks.add(new Look(extract.dataset(), Announcement.of(event, extract, record.written())));
            }
            return;
        }
        step.known.add(new EventIndex.Known(key, record.written()));
        switch (ExtractEvent.of(event).orElse(null)) {
            case null -> step.others++;
            case Checked.Invalid<ExtractEvent>(List<EventError> errors) ->
                step.refused.add(new Refused(record, errors));
            case Checked.Valid<ExtractEvent>(ExtractEvent extract) -> {
                step.extracts++;
                forward(record, Announcement.of(event, extract, record.written()), extract.dataset(), step);
            }
        }
    }

    private void forward(EventRecord record, Announcement announcement, DatasetRef dataset, Step step) {
        if (!isWatched.test(dataset)) {
            int waiting = step.waiting.computeIfAbsent(dataset, ref -> index.received(ref, MOST_WAITING));
            if (waiting >= MOST_WAITING) {
                return;
            }
            step.waiting.put(dataset, waiting + 1);
        }
        step.announced.add(dataset);
        step.forwarded.add(new EventIndex.Forwarded(
                dataset,
                new Announcements.Received(
                        new Announcements.Place(record.partition(), record.offset()), announcement)));
    }

    private static final class Step {
        final List<EventIndex.Known> known = new ArrayList<>();
        final List<EventIndex.Forwarded> forwarded = new ArrayList<>();
        final List<Refused> refused = new ArrayList<>();
        final Set<String> keys = new HashSet<>();
        final Set<DatasetRef> announced = new HashSet<>();
        final List<Look> looks = new ArrayList<>();
        /** Of datasets that nobody watches: counted once a step, since counting goes over all that wait. */
        final Map<DatasetRef, Integer> waiting = new HashMap<>();

        long extracts;
        long others;
        long repeated;
    }
}
