package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param type CloudEvents type; null with the event: a tombstone
 * @param removedVersion of a workflow, by a tombstone
 * @param sentAt null: not yet
 * @param error why Kafka refuses it for good
 */
@MappedEntity("outbox")
record OutboxEntry(
        @Id @GeneratedValue long id,
        String topic,
        String recordKey,
        @Nullable String type,
        @Nullable String event,
        @Nullable Integer removedVersion,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant failedAt,
        @Nullable String error) {}
