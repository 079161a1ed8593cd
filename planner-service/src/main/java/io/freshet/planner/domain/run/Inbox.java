package io.freshet.planner.domain.run;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.WorkflowVersions;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.port.QueuePort;
import io.freshet.planner.domain.table.DurableQueue;
import org.jspecify.annotations.Nullable;

/** The events that came for a workflow while something else had to be done first, in the order in which they came. */
public final class Inbox {
    private final DurableQueue<Event> queue;
    private final WorkflowVersions versions;

    public <P extends QueuePort & DeploymentPort> Inbox(P ports) {
        this.queue = ports.queue(ports.inboxRows(), QueueName.INBOX);
        this.versions = ports.deployments().versions();
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    public long size() {
        return queue.size();
    }

    /** Keeps an event for later. */
    public void add(Event event) {
        queue.add(event);
        if (event instanceof WorkflowDefinition definition) {
            versions.defer(definition.version());
        }
    }

    /** The oldest event; null if there is none. */
    @Nullable
    public Event first() {
        return queue.first();
    }

    public void removeFirst() {
        queue.removeFirst();
    }

    /** The event is not to be dealt with. */
    public void drop(Event event) {
        queue.removeIf(event::equals);
    }
}
