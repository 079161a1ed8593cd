package io.freshet.scheduler.trigger;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.language.trigger.EventTriggers.Match;
import io.freshet.scheduler.domain.RunRequestCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the requests of event triggers. What follows from a trigger and an event is the same whenever it is read. Pure. */
public final class TriggeredRuns {
    /** The bound on the events that a cause names; it says how many there are. */
    public static final int MOST_NAMED = 100;

    /** What follows for a trigger. */
    public sealed interface Outcome {
        /** The event is none of its business. */
        record Nothing() implements Outcome {}

        /**
         * It asks for a run.
         *
         * @param same what the trigger knows it by beside its source and id; null: nothing
         */
        record Asks(Asked asked, @Nullable String same) implements Outcome {}

        /** The event cannot be mapped to a request. */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * The events of one run.
     *
     * @param named the first of them, at least one
     * @param count of all of them
     */
    public record Events(List<EventName> named, long count) {
        public Events {
            named = List.copyOf(named);
        }

        /** Just this one. */
        public static Events of(UpstreamEvent event) {
            return new Events(List.of(EventName.of(event)), 1);
        }
    }

    private TriggeredRuns() {}

    /**
     * What follows from an event.
     *
     * @param spec of the deployed version
     */
    public static Outcome of(WorkflowSpec spec, EventTrigger trigger, UpstreamEvent event) {
        return switch (EventTriggers.match(trigger, event)) {
            case Match.No() -> new Outcome.Nothing();
            case Match.Fails(String message) -> new Outcome.Refused(message);
            case Match.Yes(var where, var params, var same) -> {
                Asked asked = new Asked(where, params);
                yield objection(spec, trigger, asked)
                        .<Outcome>map(Outcome.Refused::new)
                        .orElseGet(() -> new Outcome.Asks(asked, same));
            }
        };
    }

    /** Why a workflow cannot be asked for something; empty if it can. */
    public static Optional<String> objection(WorkflowSpec spec, EventTrigger trigger, Asked asked) {
        List<String> errors = RunRequestCheck.of(spec, trigger.run().tasks(), asked.where(), asked.params());
        return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
    }

    /** The request that events which ask for the same lead to. The first of them makes the run's id: an event is in one request only. */
    public static RunRequest.Evaluate request(
            WorkflowRef workflow, EventTrigger trigger, Asked asked, Events events, Instant at) {
        Cause cause = new Cause(
                causeId(workflow, trigger, events.named().getFirst()),
                Cause.Kind.EVENT,
                at,
                description(trigger, events));
        return new RunRequest.Evaluate(
                workflow,
                cause,
                trigger.run().tasks(),
                PartitionSelection.where(asked.where()),
                RunSettings.of(asked.params(), trigger.run().order()),
                "trigger " + trigger.name(),
                at);
    }

    /**
     * The id of the cause of a run.
     *
     * @param first of its events
     */
    public static String causeId(WorkflowRef workflow, EventTrigger trigger, EventName first) {
        return DerivedId.of("trigger", workflow.toString(), trigger.name(), first.key());
    }

    private static String description(EventTrigger trigger, Events events) {
        if (events.count() == 1) {
            EventName event = events.named().getFirst();
            return "event %s of %s%s, by trigger %s"
                    .formatted(event.id(), event.source(), ofType(trigger), trigger.name());
        }
        String named = events.named().stream()
                .map(event -> event.id() + " of " + event.source())
                .collect(Collectors.joining(", "));
        long more = events.count() - events.named().size();
        return "%,d events%s, by trigger %s: %s%s"
                .formatted(
                        events.count(),
                        ofType(trigger),
                        trigger.name(),
                        named,
                        more == 0 ? "" : " and %,d more".formatted(more));
    }

    private static String ofType(EventTrigger trigger) {
        return switch (trigger) {
            case EventTriggerSpec event -> ", type " + event.type();
            case WebhookTriggerSpec _ -> "";
        };
    }
}
