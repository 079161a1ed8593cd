package io.freshet.audit.domain;

import java.util.List;
import java.util.Optional;

/**
 * What became of one entry.
 *
 * @param rows none if it was rejected
 * @param objection why it was rejected, if it was
 */
public record Reading(Entry entry, List<Row> rows, Optional<String> objection) {
    public Reading {
        rows = List.copyOf(rows);
    }

    /** Reads an entry; one that cannot be kept, or lacks what every event of its kind has, is rejected. */
    public static Reading of(Entry entry) {
        try {
            Optional<String> objection = Screening.objection(entry);
            return objection.isPresent()
                    ? new Reading(entry, List.of(), objection)
                    : new Reading(entry, Fold.fold(entry), Optional.empty());
        } catch (NullPointerException e) {
            // JSON without a field that is not optional gives a record with a null in it.
            return rejected(entry, "a field is missing that every event of its kind has");
        } catch (RuntimeException e) {
            // Nothing but the event was looked at, so that the next time would be the same.
            return rejected(entry, "it cannot be taken apart: " + e);
        }
    }

    public static Reading rejected(Entry entry, String objection) {
        return new Reading(entry, List.of(), Optional.of(objection));
    }
}
