package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.ZoneId;

/** What starts a workflow besides changes of its datasets. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "trigger")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TriggerSpec.Schedule.class, name = "schedule"),
    @JsonSubTypes.Type(value = TriggerSpec.OnEvent.class, name = "event")
})
public sealed interface TriggerSpec {
    /** At times: a cron expression of five or six fields, as written, in a time zone. */
    record Schedule(String cron, ZoneId timezone, Catchup catchup) implements TriggerSpec {}

    /** When an event of this CloudEvents type arrives. */
    record OnEvent(String type) implements TriggerSpec {}

    /** What happens to ticks that were missed. */
    enum Catchup {
        NONE,
        LATEST,
        ALL
    }
}
