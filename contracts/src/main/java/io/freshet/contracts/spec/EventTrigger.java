package io.freshet.contracts.spec;

import org.jspecify.annotations.Nullable;

/** Starts runs for events. */
public sealed interface EventTrigger extends TriggerSpec permits EventTriggerSpec, WebhookTriggerSpec {
    /** Unique among the event triggers and webhooks of the workflow: with it the trigger is the same in every version. */
    String name();

    /** A condition on the event's attributes and data; null: all events. */
    @Nullable
    String filter();

    /** An expression: of events for which it has one value only the first counts; null: all count. */
    @Nullable
    String deduplicate();

    /** What is asked for. */
    EventTriggerSpec.RunTemplate run();

    /** How events that ask for the same are gathered before they ask. */
    PaceSpec pace();
}
