package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.TIME_OF_DAY;
import static io.freshet.language.grammar.ValueTypes.ZONE;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.someOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The keys of triggers, deadlines and alerts. */
final class TriggerKeys {
    private static final ZoneId UTC = ZoneId.of("UTC");

    static final Section TRIGGER = new Section("`spec.triggers[]` (exactly one key)");
    static final Key<YamlNode> SCHEDULE = TRIGGER.key("schedule")
            .takes(structure("mapping"))
            .absent("-", "At times; see [schedules](../guides/schedules.md).");
    static final Key<YamlNode> EVENT = TRIGGER.key("event")
            .takes(structure("mapping"))
            .absent(
                    "-",
                    "When an event of an upstream system arrives; see [event triggers](../guides/event-triggers.md).");

    static final Section OF_EVENT = new Section("`spec.triggers[].event`");
    static final Key<String> NAME_OF_EVENT =
            OF_EVENT.key("name").takes(NAME).orElse("event", "Unique among the event triggers of the workflow.");
    static final Key<String> TYPE = OF_EVENT.key("type").takes(TEXT).required("The CloudEvents type.");
    static final Key<String> FILTER = OF_EVENT.key("filter")
            .takes(TEXT.calledBy("expression"))
            .absent("all events of the type", "Only events for which this is true, such as `data.rows > 0`.");
    static final Key<List<String>> TASKS = OF_EVENT.key("tasks")
            .takes(listOf(TEXT.calledBy("name")))
            .orElse(List.of(), "all tasks", "Only these are evaluated, and what follows from what they change.");
    static final Key<Map<String, String>> WHERE = OF_EVENT.key("where")
            .takes(mapOf("dimension", TEXT.calledBy("expression")))
            .orElse(
                    Map.of(),
                    "all instances",
                    "Only instances whose partition has the values of these expressions, such as `{date: data.date}`.");
    static final Key<Map<String, String>> PARAMS = OF_EVENT.key("params")
            .takes(mapOf("parameter", TEXT.calledBy("expression")))
            .orElse(
                    Map.of(),
                    "none",
                    "Values of these expressions instead of the defaults, such as `{source: event.source}`.");
    static final Key<PartitionOrder> ORDER = OF_EVENT.key("order")
            .takes(oneOf(PartitionOrder.class))
            .orElse(PartitionOrder.NEWEST_FIRST, "Which partitions go first, where several could.");

    static final Section DEADLINE = new Section("`spec.deadlines[]`");
    static final Key<String> DATASET =
            DEADLINE.key("dataset").takes(TEXT.calledBy("name")).required("The dataset.");
    static final Key<LocalTime> BY = DEADLINE.key("by").takes(TIME_OF_DAY).required("Such as `07:30`.");
    static final Key<ZoneId> DEADLINE_ZONE =
            DEADLINE.key("timezone").takes(ZONE).orElse(UTC, "Such as `America/Los_Angeles`.");

    static final Section ALERT = new Section("`spec.alerts[]`");
    static final Key<List<String>> ON =
            ALERT.key("on").takes(someOf(oneOf("failed", "late", "blocked"))).required("What to tell.");
    static final Key<YamlNode> WEBHOOK =
            ALERT.key("webhook").takes(structure("mapping")).required("Where to.");

    static final Section OF_WEBHOOK = new Section("`spec.alerts[].webhook`");
    static final Key<String> SECRET =
            OF_WEBHOOK.key("secret").takes(NAME).required("The name of the secret that holds the address.");

    private TriggerKeys() {}
}
