package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What starts a workflow besides changes of its datasets. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "trigger")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScheduleSpec.class, name = "schedule"),
    @JsonSubTypes.Type(value = EventTriggerSpec.class, name = "event"),
    @JsonSubTypes.Type(value = WebhookTriggerSpec.class, name = "webhook")
})
public sealed interface TriggerSpec permits EventTrigger, ScheduleSpec {}
