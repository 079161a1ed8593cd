package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands behind a block.
 *
 * @param between blocked themselves
 * @param roots what failed or was cancelled
 */
record Blockers(List<InstanceInfo> between, List<InstanceInfo> roots) {
    static final Blockers NONE = new Blockers(List.of(), List.of());

    private static final int MOST = 50;

    /** From what the decision about the block names, through what else is blocked. */
    static Blockers of(HistoryQueries facts, DecisionInfo block) {
        List<InstanceInfo> between = new ArrayList<>();
        List<InstanceInfo> roots = new ArrayList<>();
        Deque<InstanceRef> open = new ArrayDeque<>(block.related());
        Set<InstanceRef> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MOST) {
            InstanceRef instance = open.removeFirst();
            Optional<InstanceInfo> known = seen.add(instance) ? facts.current(instance) : Optional.empty();
            known.filter(info -> info.state() != InstanceState.BLOCKED).ifPresent(roots::add);
            known.filter(info -> info.state() == InstanceState.BLOCKED).ifPresent(info -> {
                between.add(info);
                facts.lastDecision(instance).ifPresent(decision -> open.addAll(decision.related()));
            });
        }
        return new Blockers(between, roots);
    }

    /** The roots last. */
    List<InstanceInfo> all() {
        return Stream.concat(between.stream(), roots.stream()).toList();
    }
}
