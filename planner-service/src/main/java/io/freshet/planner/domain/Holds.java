package io.freshet.planner.domain;

import io.freshet.contracts.event.PartitionOrder;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are not evaluated before something is complete: a batch of changes, or what a deployment has to hear. They are let go in
 * bounded steps, those of the newest partitions first, so that other work comes in between.
 */
final class Holds {
    /** The scope of what a decision made of several steps would evaluate, until it is whole. */
    static final String PARKED = "parked";

    /** The scope of everything that a deployment unsettles. */
    static final String DEPLOYMENT = "deployment";

    private final Decision decision;

    Holds(Decision decision) {
        this.decision = decision;
    }

    List<InstanceId> inOrder(Collection<InstanceId> instances) {
        return instances.stream()
                .distinct()
                .sorted(Comparator.comparing(this::order).thenComparing(InstanceId::key))
                .toList();
    }

    /** Holds an instance, to be let go in the order of the run. */
    void hold(String scope, InstanceId id, String run) {
        String row = row(scope, id, decision.runs.require(run));
        Instance instance = decision.state.require(id);
        // One that nothing holds has no row, so that none need be looked for.
        if (instance.holds() == 0 || decision.state.holds.get(row) == null) {
            decision.state.holds.put(row, "");
            decision.state.put(id, instance.withCounts(instance.pending(), instance.holds() + 1));
        }
    }

    /** Unsettles an instance for runs, held in a scope if one is given. */
    void invalidate(@Nullable String scope, InstanceId id, List<String> runs) {
        if (scope != null) {
            hold(scope, id, runs.getFirst());
        }
        decision.invalidate(id, runs);
    }

    /** Lets go of at most so many instances whose scopes are complete; false if no more are left. */
    boolean release(int limit) {
        int left = limit;
        if (limit <= 0) {
            return !decision.metadata.holdReleases().scopes().isEmpty();
        }
        for (String scope : decision.metadata.holdReleases().scopes()) {
            List<String> rows = first(scope, left);
            for (String row : rows) {
                decision.state.holds.delete(row);
                InstanceId id = InstanceId.parse(row);
                Instance instance = decision.state.instance(id);
                if (instance != null) {
                    decision.state.put(id, instance.withCounts(instance.pending(), instance.holds() - 1));
                    decision.evaluate(id);
                }
            }
            left -= rows.size();
            if (left == 0) {
                decision.metadata.holdReleases().advance(scope, rows.getLast());
                return true;
            }
            decision.metadata.holdReleases().end(scope);
        }
        return false;
    }

    private List<String> first(String scope, int limit) {
        List<String> rows = new ArrayList<>();
        String prefix = Keys.prefix(scope);
        String from = decision.metadata.holdReleases().cursor(scope);
        decision.state.holds.scan(prefix, from == null ? prefix : from, (row, _) -> {
            rows.add(row);
            return rows.size() < limit;
        });
        return rows;
    }

    private String row(String scope, InstanceId id, Run run) {
        return Keys.of(
                scope, OrderKey.of(decision.model.requireTask(id.task()), id.partition(), run.order()), id.key());
    }

    private String order(InstanceId id) {
        TaskModel task = decision.model.requireTask(id.task());
        return OrderKey.of(task, id.partition(), PartitionOrder.NEWEST_FIRST);
    }
}
