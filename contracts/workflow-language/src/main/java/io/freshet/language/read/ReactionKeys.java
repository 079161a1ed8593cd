package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.Section;
import java.util.List;
import java.util.Map;

/** The keys that say what is made of events, of whatever mapping has them. */
record ReactionKeys(Key<String> filter, Key<String> deduplicate, Request request, PaceKeys pace) {
    /** What is asked for. */
    record Request(
            Key<List<String>> tasks,
            Key<Map<String, String>> where,
            Key<Map<String, String>> params,
            Key<PartitionOrder> order) {
        EventTriggerSpec.RunTemplate read(MappingReader fields) {
            return new EventTriggerSpec.RunTemplate(
                    fields.get(tasks), fields.get(where), fields.get(params), fields.get(order));
        }
    }

    /**
     * Adds them to a mapping.
     *
     * @param all which events are meant without a filter
     */
    static ReactionKeys in(Section section, String all) {
        Key<String> filter = section.key("filter")
                .takes(TEXT.calledBy("expression"))
                .absent(all, "Only events for which this is true, such as `data.rows > 0`.");
        Key<String> deduplicate = section.key("deduplicate")
                .takes(TEXT.calledBy("expression"))
                .absent(
                        "all events",
                        "Of events for which it has one value only the first counts, such as `data.file + '@' + data.version`.");
        return new ReactionKeys(filter, deduplicate, request(section), pace(section));
    }

    private static Request request(Section section) {
        return new Request(
                section.key("tasks")
                        .takes(listOf(TEXT.calledBy("name")))
                        .orElse(
                                List.of(),
                                "all tasks",
                                "Only these are evaluated, and what follows from what they change."),
                section.key("where")
                        .takes(mapOf("dimension", TEXT.calledBy("expression")))
                        .orElse(
                                Map.of(),
                                "all instances",
                                "Only instances whose partition has the values of these expressions, such as `{date: data.date}`."),
                section.key("params")
                        .takes(mapOf("parameter", TEXT.calledBy("expression")))
                        .orElse(
                                Map.of(),
                                "none",
                                "Values of these expressions instead of the defaults, such as `{source: event.source}`."),
                section.key("order")
                        .takes(oneOf(PartitionOrder.class))
                        .orElse(PartitionOrder.NEWEST_FIRST, "Which partitions go first, where several could."));
    }

    private static PaceKeys pace(Section section) {
        return new PaceKeys(
                section.key("debounce")
                        .takes(PaceKeys.DURATION)
                        .absent(
                                "at once",
                                "How long no further event that asks for the same must have come before one run is asked for all."),
                section.key("throttle")
                        .takes(PaceKeys.DURATION)
                        .absent("none", "How long at least lies between two runs that are asked for the same."),
                section.key("batch")
                        .takes(integer(1, EventTriggerSpec.MOST_EVENTS))
                        .absent(
                                "%,d".formatted(EventTriggerSpec.MOST_EVENTS),
                                "How many events one run takes up at the most."));
    }
}
