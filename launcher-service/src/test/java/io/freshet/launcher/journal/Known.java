package io.freshet.launcher.journal;

import io.freshet.launcher.domain.StopCause;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A naive fold: everything in memory, nothing forgotten. */
final class Known {
    /** What is known of an attempt that is not closed. */
    record Attempt(boolean launched, @Nullable StopCause stop, boolean finished, boolean reported) {}

    final Map<String, Attempt> open = new LinkedHashMap<>();
    final Set<String> closed = new HashSet<>();

    Known with(JournalEntry entry) {
        Known next = new Known();
        next.open.putAll(open);
        next.closed.addAll(closed);
        next.add(entry);
        return next;
    }

    void add(JournalEntry entry) {
        String attempt = entry.attempt();
        Attempt before = open.getOrDefault(attempt, new Attempt(false, null, false, false));
        switch (entry) {
            case JournalEntry.Launched _ ->
                open.put(attempt, new Attempt(true, before.stop(), before.finished(), before.reported()));
            case JournalEntry.Stopped(String _, StopCause cause) ->
                open.put(attempt, new Attempt(before.launched(), cause, before.finished(), before.reported()));
            case JournalEntry.Finished _ ->
                open.put(attempt, new Attempt(before.launched(), before.stop(), true, before.reported()));
            case JournalEntry.Reported _ ->
                open.put(attempt, new Attempt(before.launched(), before.stop(), before.finished(), true));
            case JournalEntry.Closed _ -> {
                open.remove(attempt);
                closed.add(attempt);
            }
            case JournalEntry.HandedOver _ -> open.remove(attempt);
        }
    }

    /** What the same says of itself that a journal says. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        open.forEach((attempt, facts) -> described.put(attempt, facts.toString()));
        closed.forEach(attempt -> described.put(attempt, "closed"));
        return described;
    }

    static Map<String, String> described(Journal journal, Iterable<String> attempts) throws java.io.IOException {
        Map<String, String> described = new LinkedHashMap<>();
        for (String attempt : attempts) {
            if (journal.isOpen(attempt)) {
                described.put(
                        attempt,
                        new Attempt(
                                        journal.launch(attempt).isPresent(),
                                        journal.stop(attempt).orElse(null),
                                        journal.finish(attempt).isPresent(),
                                        journal.isReported(attempt))
                                .toString());
            } else if (journal.isKnown(attempt)) {
                described.put(attempt, journal.finish(attempt).isPresent() ? "closed" : "without an end");
            }
        }
        return described;
    }
}
