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

    /**
     * Reads an entry, or rejects it if it cannot be kept. An event that lacks a field never comes so far, because it is refused where its
     * JSON is read: an exception from here is a fault of this program, and no reason to give the event up.
     */
    public static FoldResult of(LogEntry entry) {
        Optional<String> objection = EventValidation.objection(entry);
        return new FoldResult(entry, objection.isPresent() ? List.of() : Fold.fold(entry), objection);
    }
}
