package io.freshet.audit.history;

import java.util.List;
import java.util.Optional;

/**
 * What became of one entry.
 *
 * @param rows none if it was rejected
 * @param objection why it was rejected, if it was
 */
public record FoldResult(LogEntry entry, List<Row> rows, Optional<String> objection) {
    public FoldResult {
        rows = List.copyOf(rows);
    }

    /** Reads an entry; one that cannot be kept, or lacks what every event of its kind has, is rejected. */
    public static FoldResult of(LogEntry entry) {
        try {
            Optional<String> objection = EventValidation.objection(entry);
            return objection.isPresent()
                    ? new FoldResult(entry, List.of(), objection)
                    : new FoldResult(entry, Fold.fold(entry), Optional.empty());
        } catch (NullPointerException e) {
            // JSON without a field that is not optional gives a record with a null in it.
            return rejected(entry, "a field is missing that every event of its kind has");
        } catch (RuntimeException e) {
            // Nothing but the event was looked at, so that the next time would be the same.
            return rejected(entry, "it cannot be taken apart: " + e);
        }
    }

    public static FoldResult rejected(LogEntry entry, String objection) {
        return new FoldResult(entry, List.of(), Optional.of(objection));
    }
}
