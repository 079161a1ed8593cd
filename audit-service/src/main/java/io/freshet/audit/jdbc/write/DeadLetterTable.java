package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.DeadLetter;

/** Where dead letters are written. */
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

    private DeadLetterTable() {}
}
