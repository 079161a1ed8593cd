package io.freshet.servicekit.kafka;

import io.freshet.contracts.event.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was read.
 *
 * @param id the CloudEvents id
 * @param event null for a tombstone
 */
public record EventRecord(
        String topic,
        int partition,
        long offset,
        String key,
        Instant timestamp,
        String id,
        @Nullable Event event) {}
