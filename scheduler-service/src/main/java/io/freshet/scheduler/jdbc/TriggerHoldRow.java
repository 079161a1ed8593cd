package io.freshet.scheduler.jdbc;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.domain.EventPace;
import io.freshet.scheduler.trigger.Asked;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events of a trigger that ask for the same.
 *
 * @param asked what they ask for, as JSON
 * @param held how many of them are held back; there is no first and last if none is
 * @param nextAt when the next run is due
 */
@MappedEntity("trigger_holds")
record TriggerHoldRow(
        @Id String namespace,
        @Id String workflow,
        @Id String name,
        @Id String hold,
        String asked,
        long held,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt,
        @Nullable Instant launchedAt,
        @Nullable Instant nextAt) {
    WorkflowRef ref() {
        return new WorkflowRef(namespace, workflow);
    }

    Asked toAsked() {
        return StoredJson.read(asked, Asked.class);
    }

    /** What is held back. */
    EventPace.Held toHeld() {
        if (firstAt == null || lastAt == null) {
            throw new IllegalStateException("events are held back, and nothing says since when");
        }
        return new EventPace.Held(held, firstAt, lastAt, launchedAt);
    }

    /** More events are held back. */
    TriggerHoldRow plus(int events, Instant at) {
        return with(held + events, firstAt == null ? at : firstAt, at, launchedAt);
    }

    /** A run was asked for, and these are left. */
    TriggerHoldRow launched(HeldEvents left, Instant at) {
        return with(left.held(), left.firstAt(), left.lastAt(), at);
    }

    private TriggerHoldRow with(
            long count, @Nullable Instant first, @Nullable Instant last, @Nullable Instant launched) {
        return new TriggerHoldRow(namespace, workflow, name, hold, asked, count, first, last, launched, null);
    }

    /** When the next run is due. */
    TriggerHoldRow due(EventPace pace) {
        Instant next = held == 0 ? null : pace.due(toHeld());
        return new TriggerHoldRow(namespace, workflow, name, hold, asked, held, firstAt, lastAt, launchedAt, next);
    }
}
