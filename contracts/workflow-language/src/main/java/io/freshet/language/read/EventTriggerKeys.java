package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import java.util.List;
import java.util.Map;

/** The keys of event triggers. */
final class EventTriggerKeys {
    static final Section OF_EVENT = new Section("`spec.triggers[].event`");
    static final Key<String> NAME_OF_EVENT =
            OF_EVENT.key("name").takes(NAME).orElse("event", "Unique among the event triggers of the workflow.");
    static final Key<String> TYPE = OF_EVENT.key("type").takes(TEXT).required("The CloudEvents type.");
    static final Key<String> FILTER = OF_EVENT.key("filter")
            .takes(TEXT.calledBy("expression"))
            .absent("all events of the type", "Only events for which this is true, such as `data.rows > 0`.");
    static final Key<String> DEDUPLICATE = OF_EVENT.key("deduplicate")
            .takes(TEXT.calledBy("expression"))
            .absent(
                    "all events",
                    "Of events for which it has one value only the first counts, such as `data.file + '@' + data.version`.");
    static final PaceKeys PACE = new PaceKeys(
            OF_EVENT.key("debounce")
                    .takes(PaceKeys.DURATION)
                    .absent(
                            "at once",
                            "How long no further event that asks for the same must have come before one run is asked for all."),
            OF_EVENT.key("throttle")
                    .takes(PaceKeys.DURATION)
                    .absent("none", "How long at least lies between two runs that are asked for the same."),
            OF_EVENT.key("batch")
                    .takes(integer(1, EventTriggerSpec.MOST_EVENTS))
                    .absent(
                            "%,d".formatted(EventTriggerSpec.MOST_EVENTS),
                            "How many events one run takes up at the most."));
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

    private EventTriggerKeys() {}
}
