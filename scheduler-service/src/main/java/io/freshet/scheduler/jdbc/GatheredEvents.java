package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.scheduler.trigger.Asked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What one transaction adds to rows of triggers, each named once and in one order. For one thread. */
final class GatheredEvents {
    private static final Comparator<TriggerRow> ORDER = Comparator.comparing(TriggerRow::namespace)
            .thenComparing(TriggerRow::workflow)
            .thenComparing(TriggerRow::name);

    private final NavigableMap<TriggerRow, TriggerCounts> counts = new TreeMap<>(ORDER);
    private final NavigableMap<TriggerRow, NavigableMap<String, Group>> holds = new TreeMap<>(ORDER);

    private final List<ReplayRun> runs = new ArrayList<>();

    /** Events of a trigger that ask for the same. */
    record Group(TriggerRow trigger, PaceSpec pace, Asked asked, int events) {}

    void count(TriggerRow trigger, TriggerCounts more) {
        counts.merge(trigger, more, TriggerCounts::plus);
    }

    void hold(TriggerRow trigger, PaceSpec pace, Asked asked) {
        holds.computeIfAbsent(trigger, _ -> new TreeMap<>())
                .merge(
                        asked.key(),
                        new Group(trigger, pace, asked, 1),
                        (group, one) -> new Group(trigger, pace, asked, group.events() + one.events()));
    }

    /** A run was asked for. */
    void asked(TriggerRow trigger, String run) {
        runs.add(new ReplayRun(run, trigger.ref(), trigger.ref().toString()));
    }

    List<ReplayRun> runs() {
        return List.copyOf(runs);
    }

    NavigableMap<TriggerRow, TriggerCounts> counts() {
        return counts;
    }

    List<Group> holds() {
        return holds.values().stream()
                .map(NavigableMap::values)
                .flatMap(Collection::stream)
                .toList();
    }
}
