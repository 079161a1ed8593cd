package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.DeadLetter;

/** Where dead letters are written. */
final class DeadLetterTable {
    static final UpsertTable<DeadLetter> LETTERS = UpsertTable.<DeadLetter>named("dead_letters")
            .text("topic", letter -> letter.source().topic())
            .column("partition", "int", letter -> letter.source().partition())
            .column("record_offset", "bigint", DeadLetter::offset)
            .text("key", DeadLetter::key)
            .text("reason", DeadLetter::reason)
            .text("rejected_by", DeadLetter::rejectedBy)
            .text("value", DeadLetter::value)
            .column("bytes", "bigint", DeadLetter::bytes)
            .time("at", DeadLetter::at)
            .once();

    private DeadLetterTable() {}
}
