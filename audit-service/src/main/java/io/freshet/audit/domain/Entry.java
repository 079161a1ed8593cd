package io.freshet.audit.domain;

import io.freshet.contracts.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event and its place in the log.
 *
 * @param offset within the partition of the topic: what happened to one workflow, or to one dataset, is in one partition, so that
 *     the offset says which of two events of one topic about it came first, whoever reads them when
 * @param id the CloudEvents id; equal for an event that was written twice
 * @param event null for a tombstone
 */
public record Entry(
        String topic,
        int partition,
        long offset,
        String key,
        String id,
        @Nullable Event event) {}
