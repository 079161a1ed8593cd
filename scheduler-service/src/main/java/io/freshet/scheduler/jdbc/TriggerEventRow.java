package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.TriggerEvent;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event led to for a trigger. */
@MappedEntity("trigger_events")
record TriggerEventRow(
        @Id String namespace,
        @Id String workflow,
        @Id String name,
        @Id String eventKey,
        long number,
        String source,
        String eventId,
        Instant takenAt,
        @Nullable String run,
        @Nullable String problem) {
    TriggerEvent toEvent() {
        return new TriggerEvent(source, eventId, takenAt, run, problem);
    }
}
