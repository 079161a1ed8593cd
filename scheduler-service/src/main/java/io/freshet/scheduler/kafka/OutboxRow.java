package io.freshet.scheduler.kafka;

import io.freshet.contracts.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Something that was committed and is to be published.
 *
 * @param event null: a tombstone
 */
public record OutboxRow(
        long id, String topic, String key, @Nullable Event event) {}
