package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.TriggerEvent;
import io.freshet.scheduler.trigger.EventName;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event led to for a trigger.
 *
 * @param hold by which it is held back
 * @param same what the trigger knows it by beside source and id
 * @param sameAs the id of the event that said the same before
 */
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
        @Nullable String problem,
        @Nullable String hold,
        @Nullable String same,
        @Nullable String sameAs) {
    TriggerEvent toEvent() {
        return new TriggerEvent(source, eventId, takenAt, state(), run, problem, sameAs);
    }

    private TriggerEvent.State state() {
        if (hold != null) {
            return TriggerEvent.State.HELD;
        }
        if (sameAs != null) {
            return TriggerEvent.State.REPEATED;
        }
        return run == null ? TriggerEvent.State.REFUSED : TriggerEvent.State.ASKED;
    }

    EventName toName() {
        return new EventName(eventKey, source, eventId);
    }
}
