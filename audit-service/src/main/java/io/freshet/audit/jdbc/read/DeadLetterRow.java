package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DeadLetterInfo;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;

/** A row of {@code dead_letters}. */
@MappedEntity("dead_letters")
record DeadLetterRow(
        @Id String topic,
        @Id int partition,
        @Id long recordOffset,
        String key,
        String reason,
        String rejectedBy,
        String value,
        long bytes,
        Instant at) {
    DeadLetterInfo info() {
        return new DeadLetterInfo(topic, partition, recordOffset, key, reason, rejectedBy, value, bytes, at);
    }

    static List<String> sortKeys(DeadLetterInfo letter) {
        return List.of(
                letter.at().toString(),
                letter.topic(),
                Integer.toString(letter.partition()),
                Long.toString(letter.offset()));
    }
}
