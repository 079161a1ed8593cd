package io.freshet.scheduler.trigger;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.language.trigger.EventTriggers.Match;
import io.freshet.scheduler.domain.RunRequestCheck;
import java.time.Instant;
import java.util.List;

/** Makes the requests of event triggers. What follows from a trigger and an event is the same whenever it is read. Pure. */
public final class TriggeredRuns {
    /** What follows for a trigger. */
    public sealed interface Outcome {
        /** The event is none of its business. */
        record Nothing() implements Outcome {}

        record Asks(RunRequest.Evaluate request) implements Outcome {}

        /** The event cannot be mapped to a request. */
        record Refused(String reason) implements Outcome {}
    }

    private TriggeredRuns() {}

    /**
     * What follows from an event.
     *
     * @param spec of the deployed version
     */
    public static Outcome of(
            WorkflowRef workflow, WorkflowSpec spec, EventTriggerSpec trigger, UpstreamEvent event, Instant at) {
        return switch (EventTriggers.match(trigger, event)) {
            case Match.No() -> new Outcome.Nothing();
            case Match.Fails(String message) -> new Outcome.Refused(message);
            case Match.Yes yes -> {
                List<String> errors = RunRequestCheck.of(spec, trigger.run().tasks(), yes.where(), yes.params());
                yield errors.isEmpty()
                        ? new Outcome.Asks(request(workflow, trigger, event, yes, at))
                        : new Outcome.Refused(String.join("; ", errors));
            }
        };
    }

    private static String causeId(WorkflowRef workflow, EventTriggerSpec trigger, UpstreamEvent event) {
        return DerivedId.of("trigger", workflow.toString(), trigger.name(), event.key());
    }

    private static RunRequest.Evaluate request(
            WorkflowRef workflow, EventTriggerSpec trigger, UpstreamEvent event, Match.Yes yes, Instant at) {
        Cause cause = new Cause(
                causeId(workflow, trigger, event),
                Cause.Kind.EVENT,
                at,
                "event %s of %s, type %s, by trigger %s"
                        .formatted(event.id(), event.source(), event.type(), trigger.name()));
        return new RunRequest.Evaluate(
                workflow,
                cause,
                trigger.run().tasks(),
                yes.where(),
                false,
                false,
                yes.params(),
                trigger.run().order(),
                null,
                "trigger " + trigger.name(),
                at);
    }
}
