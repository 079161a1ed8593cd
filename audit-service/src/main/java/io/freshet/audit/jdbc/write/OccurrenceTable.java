package io.freshet.audit.jdbc.write;

import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.history.OccurrenceRow;

/** Where what people may be alerted of is written. */
final class OccurrenceTable {
    static final UpsertTable<OccurrenceRow> OCCURRENCES = UpsertTable.<OccurrenceRow>named("occurrences")
            .text("occurrence", OccurrenceRow::key)
            .text("condition", row -> row.occurrence().condition())
            .text("namespace", row -> row.occurrence().workflow().namespace())
            .text("workflow", row -> row.occurrence().workflow().workflow())
            .text("instance", row -> subject(row).instance())
            .text("run", row -> subject(row).run())
            .text("deadline", row -> subject(row).deadline())
            .time("due_at", row -> subject(row).due())
            .text("topic", row -> subject(row).topic())
            .text("sentence", row -> row.occurrence().sentence())
            .time("at", row -> row.occurrence().at())
            .once();

    private OccurrenceTable() {}

    private static Occurrence.Subject subject(OccurrenceRow row) {
        return row.occurrence().subject();
    }
}
