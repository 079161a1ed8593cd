package io.freshet.audit.jdbc;

import io.freshet.audit.domain.DeadLetter;

/** Where dead letters are written. */
final class LetterTable {
    static final Table<DeadLetter> LETTERS = Table.<DeadLetter>named("dead_letters")
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

    private LetterTable() {}
}
