package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts a run when an event of an upstream system arrives.
 *
 * @param name unique among the event triggers of the workflow: with it the trigger is the same in every version
 * @param type the CloudEvents type of the events
 * @param filter a condition on the event's attributes and data; null: all events of the type
 * @param deduplicate an expression: of events for which it has one value only the first counts; null: all count
 * @param run what is asked for
 * @param pace how events that ask for the same are gathered before they ask
 */
public record EventTriggerSpec(
        String name,
        String type,
        @Nullable String filter,
        @Nullable String deduplicate,
        RunTemplate run,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = PaceSpec.class)
        PaceSpec pace)
        implements EventTrigger {
    /** The bound on the events that one run takes up. */
    public static final int MOST_EVENTS = 10_000;

    public EventTriggerSpec {
        pace = Objects.requireNonNullElse(pace, PaceSpec.AT_ONCE);
    }

    /**
     * What is asked for, as by hand. Values are expressions of the event's attributes and data.
     *
     * @param tasks only these; empty: all
     * @param where only instances whose partition has, for each dimension named, the value of this expression
     * @param params values of workflow parameters instead of their defaults, by name
     * @param order which partitions go first
     */
    public record RunTemplate(
            List<String> tasks, Map<String, String> where, Map<String, String> params, PartitionOrder order) {
        public RunTemplate {
            tasks = List.copyOf(tasks);
            where = Collections.unmodifiableMap(new TreeMap<>(where));
            params = Collections.unmodifiableMap(new TreeMap<>(params));
        }
    }
}
