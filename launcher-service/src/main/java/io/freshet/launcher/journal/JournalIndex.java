package io.freshet.launcher.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a journal's entries, in their order: what is known of each attempt, and where. An entry that comes again, as when a segment was
 * rewritten and not removed, changes nothing but the place. Ends of closed attempts are kept up to a number; the oldest go first. Not
 * thread-safe.
 */
final class JournalIndex {
    private final int mostClosed;
    private final SequencedMap<String, AttemptFacts> open = new LinkedHashMap<>();
    private final SequencedMap<String, Position> closed = new LinkedHashMap<>();
    private long liveBytes;

    /**
     * @param mostClosed of how many closed attempts the end is kept
     */
    JournalIndex(int mostClosed) {
        this.mostClosed = mostClosed;
    }

    void apply(Payload.Heading heading, Position position) {
        String attempt = heading.attempt();
        switch (heading) {
            case Payload.Heading.Finished _ when closed.containsKey(attempt) -> moveClosed(attempt, position);
            case Payload.Heading.Closed _ -> close(attempt);
            case Payload.Heading.HandedOver _ -> put(attempt, null);
            case Payload.Heading.Launched _ -> add(attempt, facts(attempt).withLaunch(position));
            case Payload.Heading.Stopped(String _, var cause) ->
                add(attempt, facts(attempt).withStop(cause));
            case Payload.Heading.Finished _ -> add(attempt, facts(attempt).withFinish(position));
            case Payload.Heading.Reported _ -> add(attempt, facts(attempt).withReported());
        }
    }

    /** What is said of a closed attempt once more, as by a rewritten segment, opens it no more. */
    private void add(String attempt, AttemptFacts facts) {
        if (!closed.containsKey(attempt)) {
            put(attempt, facts);
        }
    }

    /** A closed attempt has an end. One without lost it to damage: it stays open, and is ended again. */
    private void close(String attempt) {
        AttemptFacts facts = facts(attempt);
        Position finish = facts.finish();
        if (finish == null && facts.launch() != null) {
            return;
        }
        put(attempt, null);
        if (finish == null) {
            // Its end is in another launcher's journal.
            return;
        }
        closed.put(attempt, finish);
        liveBytes += finish.length();
        while (closed.size() > mostClosed) {
            liveBytes -= closed.pollFirstEntry().getValue().length();
        }
    }

    private void moveClosed(String attempt, Position position) {
        Position before = closed.put(attempt, position);
        liveBytes += position.length() - (before == null ? 0 : before.length());
    }

    private void put(String attempt, @Nullable AttemptFacts facts) {
        AttemptFacts before = facts == null ? open.remove(attempt) : open.put(attempt, facts);
        liveBytes += (facts == null ? 0 : facts.bytes()) - (before == null ? 0 : before.bytes());
    }

    private AttemptFacts facts(String attempt) {
        return open.getOrDefault(attempt, AttemptFacts.NONE);
    }

    /** Attempts that are not closed, in no particular order. */
    List<String> open() {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().isKnown())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isOpen(String attempt) {
        return facts(attempt).isKnown();
    }

    /** Whether an order, or an end, is on record. */
    boolean isKnown(String attempt) {
        return isOpen(attempt) || closed.containsKey(attempt);
    }

    /** What is known of an attempt that is not closed; empty if there is none. */
    Optional<AttemptFacts> openFacts(String attempt) {
        return Optional.ofNullable(open.get(attempt)).filter(AttemptFacts::isKnown);
    }

    Optional<Position> launch(String attempt) {
        return Optional.ofNullable(facts(attempt).launch());
    }

    Optional<Position> finish(String attempt) {
        return Optional.ofNullable(closed.get(attempt))
                .or(() -> Optional.ofNullable(facts(attempt).finish()));
    }

    /** What is known of the attempts that have an entry in a segment which is still needed. */
    SequencedMap<String, AttemptFacts> openIn(long segment) {
        SequencedMap<String, AttemptFacts> found = new LinkedHashMap<>();
        open.forEach((attempt, facts) -> {
            if (facts.isIn(segment)) {
                found.put(attempt, facts);
            }
        });
        return found;
    }

    /** The closed attempts whose end is in a segment. */
    SequencedMap<String, Position> closedIn(long segment) {
        SequencedMap<String, Position> found = new LinkedHashMap<>();
        closed.forEach((attempt, finish) -> {
            if (finish.segment() == segment) {
                found.put(attempt, finish);
            }
        });
        return found;
    }

    /** Forgets what was in a segment that is gone and is nowhere else. */
    void removeSegment(long segment) {
        for (String attempt : openIn(segment).sequencedKeySet()) {
            put(attempt, null);
        }
        closedIn(segment).forEach((attempt, finish) -> {
            closed.remove(attempt);
            liveBytes -= finish.length();
        });
    }

    /** How many bytes of all segments are still needed. */
    long liveBytes() {
        return liveBytes;
    }
}
