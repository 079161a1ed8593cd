package io.freshet.planner.domain.state;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.instance.InstanceId;
import java.time.Instant;
import java.util.function.Consumer;

/** Where the effects of a decision go: the events that it emits and the timers that it sets. Rules write to it and read nothing from it. */
public final class Effects {
    private final WorkflowRef workflow;
    private final Timers timers;
    private final Consumer<Event> events;

    public Effects(WorkflowRef workflow, Timers timers, Consumer<Event> events) {
        this.workflow = workflow;
        this.timers = timers;
        this.events = events;
    }

    public void emit(Event event) {
        events.accept(event);
    }

    /** The instance is to be looked at again at that time. */
    public void setTimer(Instant due, InstanceId instance) {
        timers.set(new Timers.Timer(due, workflow, instance));
    }
}
