package io.freshet.contracts.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts a run when an event of an upstream system arrives.
 *
 * @param name unique among the event triggers of the workflow: with it the trigger is the same in every version
 * @param type the CloudEvents type of the events
 * @param filter a condition on the event's attributes and data; null: all events of the type
 * @param run what is asked for
 */
public record EventTriggerSpec(
        String name, String type, @Nullable String filter, RunTemplate run) implements TriggerSpec {
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
