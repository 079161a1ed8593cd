package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LetterDecision;
import io.freshet.audit.history.LetterRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where dead letters are written, and what was decided about them. */
final class DeadLetterTable {
    static final UpsertTable<DeadLetter> LETTERS = UpsertTable.<DeadLetter>named("dead_letters")
            .text("topic", letter -> letter.source().topic())
            .column("partition", "int", letter -> letter.source().partition())
            .column("record_offset", "bigint", DeadLetter::offset)
            .text("key", letter -> DeadLetter.shown(letter.key()))
            .text("reason", letter -> DeadLetter.shown(letter.reason()))
            .text("rejected_by", letter -> DeadLetter.shown(letter.rejectedBy()))
            .text("value", letter -> DeadLetter.shown(letter.value()))
            .column("bytes", "bigint", DeadLetter::bytes)
            .time("at", DeadLetter::keptAt)
            .once();

    private static final UpsertTable<LetterDecision> DECISIONS = UpsertTable.<LetterDecision>named(
                    "dead_letter_decisions")
            .key("topic", "text", row -> row.source().topic())
            .key("partition", "int", row -> row.source().partition())
            .key("record_offset", "bigint", LetterDecision::offset)
            .text("decision", row -> row.decision().kind().name())
            .text("decided_by", row -> DeadLetter.shown(row.decision().by()))
            .time("decided_at", row -> DeadLetter.kept(row.decision().at()))
            .seq("decided_seq", row -> row.decision().at().toEpochMilli())
            .latest();

    private DeadLetterTable() {}

    static void write(Connection connection, List<? extends LetterRow> rows) throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        Map<List<Object>, LetterDecision> decisions = new LinkedHashMap<>();
        for (LetterRow row : rows) {
            switch (row) {
                case DeadLetter letter -> letters.add(letter);
                // One statement changes a row once.
                case LetterDecision decision -> decisions.put(List.of(decision.source(), decision.offset()), decision);
            }
        }
        LETTERS.write(connection, letters);
        DECISIONS.write(connection, decisions.values());
    }
}
