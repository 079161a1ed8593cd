package io.freshet.planner.domain.graph;

import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.HoldReleases;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.HoldPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.OrderKey;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are not evaluated before something is complete: a batch of changes, or what a deployment has to hear. They are released in
 * bounded steps, those of the newest partitions first, so that other work comes in between.
 */
public final class Holds {
    /** The scope of what a decision made of several steps would evaluate, until it is whole. */
    public static final String PARKED = "parked";

    /**
     * As {@link #PARKED}, of what only backfills want. It is let go after all else, and only while less than half of what may wait for
     * attempts does, so that a backfill that is large, slow or paused leaves room for what arrives meanwhile.
     */
    public static final String BACKFILLS = "backfills";

    /** The scope of everything that a deployment unsettles. */
    public static final String DEPLOYMENT = "deployment";

    private final WorkflowModel model;
    private final BudgetPort budget;
    private final InstancePort instances;
    private final Table<String> rows;
    private final HoldReleases releases;
    private final Runs runs;
    private final Propagation propagation;
    private final Set<InstanceId> foremost = new HashSet<>();

    public <P extends ModelPort & BudgetPort & InstancePort & HoldPort> Holds(
            P ports, Runs runs, Propagation propagation) {
        this.model = ports.model();
        this.budget = ports;
        this.instances = ports;
        this.rows = ports.holdRows();
        this.releases = ports.holdReleases();
        this.runs = runs;
        this.propagation = propagation;
    }

    /** Does with readers of what changed what is to be done with them, those of the newest partitions first. */
    public void react(Collection<InstanceId> readers, ReaderReaction reaction) {
        for (InstanceId id : inOrder(readers)) {
            if (reaction.runs().isEmpty()) {
                propagation.evaluate(id);
            } else {
                invalidate(reaction.scope(), id, reaction.runs());
            }
        }
    }

    public List<InstanceId> inOrder(Collection<InstanceId> instances) {
        return instances.stream()
                .distinct()
                .sorted(Comparator.comparing(this::order).thenComparing(InstanceId::key))
                .toList();
    }

    /** Holds an instance until the decision is whole. */
    public void park(InstanceId id) {
        Run leading = runs.leading(id);
        hold(scope(leading), id, leading.id());
    }

    /** How many instances a run may begin with although its decision is not whole. */
    public int roomFor(String run) {
        return room(scope(runs.require(run)));
    }

    /** The instance is not to be parked by this decision: nothing that is left of it concerns what the instance reads. */
    public void goAhead(InstanceId id) {
        foremost.add(id);
    }

    public boolean isForemost(InstanceId id) {
        return foremost.contains(id);
    }

    private static String scope(Run leading) {
        return leading.catchesUp() ? BACKFILLS : PARKED;
    }

    /** What was parked may be let go. */
    public void beginRelease() {
        releases.begin(PARKED);
        if (rows.hasAny(Keys.prefix(BACKFILLS))) {
            releases.begin(BACKFILLS);
        }
    }

    /** Whether {@link #release} has something to do. */
    public boolean canRelease() {
        return releases.scopes().stream().anyMatch(scope -> room(scope) > 0);
    }

    /** How many more instances may wait for their attempts; when it is none, the next attempt that ends makes room. */
    private int room(String scope) {
        int most = budget.limits().inFlight();
        return Math.max(0, (scope.equals(BACKFILLS) ? Math.ceilDiv(most, 2) : most) - instances.inFlight());
    }

    /** Holds an instance, to be released in the order of the run. */
    private void hold(String scope, InstanceId id, String run) {
        String row = row(scope, id, runs.require(run));
        Instance instance = instances.require(id);
        // One that nothing holds has no row, so that none need be looked for.
        if (instance.holds() == 0 || rows.get(row) == null) {
            rows.put(row, "");
            instances.put(id, instance.withCounts(instance.pending(), instance.holds() + 1));
        }
    }

    /** Unsettles an instance for runs, held in a scope if one is given. */
    public void invalidate(@Nullable String scope, InstanceId id, List<String> forRuns) {
        if (scope != null) {
            hold(scope, id, forRuns.getFirst());
        }
        propagation.invalidate(id, forRuns);
    }

    /** Releases at most so many instances whose scopes are complete, as far as there is room for them. */
    public void release(int limit) {
        int atOnce = Math.min(limit, budget.lookups().room(model.widestWindow()));
        int released = 0;
        for (String scope : backfillsLast()) {
            int most = Math.min(atOnce, room(scope)) - released;
            if (most <= 0) {
                continue;
            }
            List<String> next = first(scope, most);
            next.forEach(this::release);
            released += next.size();
            if (next.size() == most) {
                releases.advance(scope, next.getLast());
            } else {
                releases.end(scope);
            }
        }
    }

    private List<String> backfillsLast() {
        return releases.scopes().stream()
                .sorted(Comparator.comparing(scope -> scope.equals(BACKFILLS)))
                .toList();
    }

    private void release(String row) {
        rows.delete(row);
        InstanceId id = InstanceId.parse(row);
        Instance instance = instances.instance(id);
        if (instance != null) {
            instances.put(id, instance.withCounts(instance.pending(), instance.holds() - 1));
            propagation.evaluate(id);
        }
    }

    private List<String> first(String scope, int limit) {
        List<String> first = new ArrayList<>();
        String prefix = Keys.prefix(scope);
        String from = releases.cursor(scope);
        rows.scan(prefix, from == null ? prefix : from, (row, _) -> {
            first.add(row);
            return first.size() < limit;
        });
        return first;
    }

    private String row(String scope, InstanceId id, Run run) {
        return Keys.of(scope, OrderKey.of(model.requireTask(id.task()), id.partition(), run.order()), id.key());
    }

    private String order(InstanceId id) {
        return OrderKey.of(model.requireTask(id.task()), id.partition(), PartitionOrder.NEWEST_FIRST);
    }
}
