package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.WorkflowVersions;
import io.freshet.planner.domain.table.DurableQueue;
import org.jspecify.annotations.Nullable;

/** The events that came for a workflow while something else had to be done first, in the order in which they came. */
final class Inbox {
    private final DurableQueue<Event> queue;
    private final WorkflowVersions versions;

    Inbox(WorkflowTables tables) {
        this.queue = tables.metadata.queue(tables.inbox, QueueName.INBOX);
        this.versions = tables.metadata.versions();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    long size() {
        return queue.size();
    }

    /** Keeps an event for later. */
    void add(Event event) {
        queue.add(event);
        if (event instanceof WorkflowDefinition definition) {
            versions.defer(definition.version());
        }
    }

    /** The oldest event; null if there is none. */
    @Nullable
    Event first() {
        return queue.first();
    }

    void removeFirst() {
        queue.removeFirst();
    }

    /** The event is not to be dealt with. */
    void drop(Event event) {
        queue.removeIf(event::equals);
    }
}
