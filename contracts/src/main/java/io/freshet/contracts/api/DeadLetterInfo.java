package io.freshet.contracts.api;

import java.time.Instant;

/**
 * A record that somebody rejected.
 *
 * @param topic where the record was, with its partition and offset there
 * @param reason why it was rejected
 * @param rejectedBy {@code audit} if the audit service itself could not keep it; else who put it on the dead-letter topic, as far as
 *     the letter says
 * @param value the first 4,096 bytes as UTF-8
 * @param bytes the length of the whole value
 */
public record DeadLetterInfo(
        String topic,
        int partition,
        long offset,
        String key,
        String reason,
        String rejectedBy,
        String value,
        long bytes,
        Instant at) {}
