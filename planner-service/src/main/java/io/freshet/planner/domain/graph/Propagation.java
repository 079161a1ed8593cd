package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The two worklists of a decision: the instances that are to be unsettled with everything downstream of them, and those that are to be
 * evaluated then. Changes are put on a list rather than followed by recursion.
 */
public final class Propagation {
    private record Invalidation(InstanceId instance, List<String> runs) {}

    private final BudgetPort budget;
    private final InstancePort instances;
    private final OutputPort made;
    private final Runs runs;
    private final DependencyGraph graph;
    private final DeferredWork agenda;
    private final OutputEdges outputs;
    private final Deque<Invalidation> invalidations = new ArrayDeque<>();
    private final SequencedSet<InstanceId> evaluations = new LinkedHashSet<>();
    private int invalidated;

    public <P extends ModelPort & BudgetPort & InstancePort & OutputPort> Propagation(
            P ports, Runs runs, DependencyGraph graph, DeferredWork agenda) {
        this.budget = ports;
        this.instances = ports;
        this.made = ports;
        this.runs = runs;
        this.graph = graph;
        this.agenda = agenda;
        this.outputs = new OutputEdges(ports);
    }

    /** Plans to unsettle an instance on behalf of runs, and everything that may change with it. */
    public void invalidate(InstanceId instance, List<String> forRuns) {
        invalidations.add(new Invalidation(instance, forRuns));
    }

    /**
     * Nothing is expected of an instance any more: what reads its outputs no longer sees them, unless their dataset keeps what is deleted, and
     * is planned to be unsettled.
     */
    public void withdraw(InstanceId id, List<String> forRuns) {
        List<InstanceId> readers = new ArrayList<>();
        outputs.visit(id, (input, partition) -> {
            Edge edge = graph.edge(input, partition);
            if (edge != null && edge.fingerprint() == null) {
                readers.addAll(graph.change(input, partition, null, () -> ReaderReaction.unsettle(forRuns)));
            }
        });
        readers.forEach(reader -> invalidate(reader, forRuns));
    }

    /** Plans to evaluate an instance if it then waits for nothing. */
    public void evaluate(InstanceId instance) {
        evaluations.add(instance);
    }

    public boolean hasEvaluations() {
        return !evaluations.isEmpty();
    }

    /** The next instance to be evaluated, which is no longer planned. */
    public InstanceId takeEvaluation() {
        return evaluations.removeFirst();
    }

    /** All instances to be evaluated, which are no longer planned. */
    public List<InstanceId> takeEvaluations() {
        List<InstanceId> all = List.copyOf(evaluations);
        evaluations.clear();
        return all;
    }

    /** Whether this decision may still unsettle something. */
    public boolean hasRoom() {
        return invalidated < budget.limits().cascade() && !budget.lookups().isSpent();
    }

    /** Unsettles everything that is planned to be, and what follows from it; what is too much at once is left to later steps. */
    public void propagate() {
        while (!invalidations.isEmpty()) {
            Invalidation next = invalidations.remove();
            if (hasRoom()) {
                invalidated++;
                invalidateNow(next.instance(), next.runs());
            } else {
                agenda.add(new Continuation.Invalidate(next.instance().key(), next.runs()));
            }
        }
    }

    private void invalidateNow(InstanceId id, List<String> forRuns) {
        Instance instance = instances.require(id);
        boolean wasSettled = instance.settled();
        List<String> joined = runs.join(id, wasSettled, forRuns);
        if (wasSettled) {
            instances.put(id, instance.invalidated());
        } else if (instance.attempt() != null && runs.anyWithParams(joined)) {
            // It runs with other parameters than it is to have now.
            instances.put(id, instance.with(instance.dirt().withInput()));
        }
        if (wasSettled || !joined.isEmpty()) {
            outputs.visit(id, (input, partition) -> {
                Edge edge = graph.edge(input, partition);
                Edge next = wasSettled ? unsettled(edge, instance, id, input.dataset(), partition) : edge;
                graph.change(input, partition, next, () -> ReaderReaction.unsettle(joined))
                        .forEach(reader -> invalidate(reader, joined));
            });
        }
        evaluate(id);
    }

    private Edge unsettled(
            @Nullable Edge edge, Instance instance, InstanceId id, DatasetRef dataset, PartitionKey partition) {
        return edge == null ? expected(instance, id, dataset, partition) : edge.with(Upstream.UNSETTLED);
    }

    /** What readers see of a partition that an instance is expected to make: what it has of it, if anything. */
    private Edge expected(Instance instance, InstanceId id, DatasetRef dataset, PartitionKey partition) {
        PartitionVersion version =
                instance.holdsOutputs() ? made.outputRows().get(Keys.of(id.key(), dataset.dataset(), partition)) : null;
        return new Edge(version == null ? null : version.fingerprint(), Upstream.UNSETTLED);
    }
}
