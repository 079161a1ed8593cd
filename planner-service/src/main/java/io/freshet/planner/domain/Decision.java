package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.table.DurableQueue;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Consumer;

/**
 * One decision: an input of the planner, with everything that follows from it at once. Work is put on an agenda rather than done by
 * recursion: first everything is unsettled that will be, then what waits for nothing is evaluated, and whatever settles puts its
 * readers on the agenda again.
 */
final class Decision {
    private record Unsettling(InstanceId instance, List<String> runs) {}

    final WorkflowModel model;
    final WorkflowTables state;
    final Instant now;
    final WorkflowMetadata metadata;
    final Timers timers;
    final Runs runs;
    final DependencyGraph graph;
    final DeferredWork agenda;
    final CriticalPath paths;
    final Pacing pacing;
    final Forgetting forgetting;
    private final StepLimits steps;
    private final Consumer<Event> out;
    private final Settlement settlement;
    private final Evaluation evaluation;
    private final Deque<Unsettling> unsettlings = new ArrayDeque<>();
    private final SequencedSet<InstanceId> evaluations = new LinkedHashSet<>();

    private final Map<Map.Entry<String, Map<String, String>>, TaskModel> parametrised = new HashMap<>();
    private int cascaded;
    private int evaluated;
    private boolean inSteps;

    Decision(WorkflowModel model, Tables tables, StepLimits steps, Instant now, Consumer<Event> out) {
        this.model = model;
        this.state = new WorkflowTables(tables, model.ref());
        this.now = now;
        this.metadata = state.metadata;
        this.timers = tables.timers();
        this.runs = new Runs(model, state, now, out);
        this.agenda = new DeferredWork(state, runs);
        this.graph = new DependencyGraph(model, state, agenda, steps.fanOut());
        this.steps = steps;
        this.paths = new CriticalPath(state, model.ref());
        this.pacing = new Pacing(this);
        this.forgetting = new Forgetting(this);
        this.out = out;
        this.settlement = new Settlement(this);
        this.evaluation = new Evaluation(this, settlement);
    }

    Settlement settlement() {
        return settlement;
    }

    Evaluation evaluation() {
        return evaluation;
    }

    ListBounds lists() {
        return steps.lists();
    }

    void emit(Event event) {
        out.accept(event);
    }

    /** The task of an instance, with the parameters that its runs give. */
    TaskModel taskOf(InstanceId id) {
        TaskModel task = model.requireTask(id.task());
        Map<String, String> given = runs.params(id);
        return given.isEmpty()
                ? task
                : parametrised.computeIfAbsent(
                        Map.entry(id.task(), given), _ -> TaskModel.of(model.definition(), task.spec(), given));
    }

    InstanceRef ref(InstanceId id) {
        return id.in(model.ref());
    }

    /** Plans to unsettle an instance on behalf of runs, and everything that may change with it. */
    void invalidate(InstanceId instance, List<String> forRuns) {
        unsettlings.add(new Unsettling(instance, forRuns));
    }

    /** Plans to evaluate an instance if it then waits for nothing. */
    void evaluate(InstanceId instance) {
        evaluations.add(instance);
    }

    /** Unsettles everything that is planned to be, and what follows from it, as far as that is not too much at once. */
    void propagate() {
        while (!unsettlings.isEmpty()) {
            Unsettling next = unsettlings.remove();
            if (cascaded < steps.cascade()) {
                cascaded++;
                invalidateNow(next.instance(), next.runs());
            } else {
                agenda.add(new Continuation.Invalidate(next.instance().key(), next.runs()));
            }
        }
    }

    /** From now on nothing is evaluated before the agenda is done; false if this decision has done its share. */
    boolean goOnInSteps() {
        inSteps = true;
        return cascaded < steps.cascade();
    }

    /** Does what is planned, and what follows from it. */
    void proceed() {
        propagate();
        while (!evaluations.isEmpty() && canEvaluate() && !inSteps && !agenda.isOpen()) {
            evaluated++;
            evaluation.evaluate(evaluations.removeFirst());
            propagate();
        }
        if (!evaluations.isEmpty()) {
            park();
        }
        if (inSteps && !agenda.isOpen()) {
            // Nothing of a workflow that was removed is parked, and its metadata has been cleared.
            if (!metadata.removal().isBegun()) {
                metadata.holdReleases().begin(Holds.PARKED);
            }
            inSteps = false;
        }
    }

    /** Whether this decision may still evaluate something: what settles without running has others evaluated, and so on. */
    boolean canEvaluate() {
        return evaluated < steps.cascade();
    }

    /** What came while there was something else to do. */
    DurableQueue<Event> inbox() {
        return metadata.queue(state.inbox, QueueName.INBOX);
    }

    /** Leaves what would be evaluated now until the decision is whole. */
    private void park() {
        inSteps = true;
        Holds holds = new Holds(this);
        for (InstanceId id : evaluations) {
            Instance instance = state.instance(id);
            if (instance != null && evaluation.concerns(id, instance)) {
                holds.hold(Holds.PARKED, id, runs.of(id).getFirst());
            }
        }
        evaluations.clear();
    }

    /** Ends the decision: nothing is planned any more, and what was changed is written. */
    void end() {
        proceed();
        new Inheritance(this).endWithRun();
        forgetting.apply(steps.cascade());
        reportPending();
        runs.finishEnded();
        state.flush();
    }

    private void invalidateNow(InstanceId id, List<String> forRuns) {
        Instance instance = state.require(id);
        boolean wasSettled = instance.settled();
        List<String> joined = runs.join(id, wasSettled, forRuns);
        if (wasSettled) {
            state.put(id, instance.invalidated());
        } else if (instance.attempt() != null
                && joined.stream().anyMatch(run -> !runs.require(run).params().isEmpty())) {
            // It runs with other parameters than it is to have now.
            state.put(id, instance.with(instance.dirt().withInput()));
        }
        if (wasSettled || !joined.isEmpty()) {
            graph.edgesFrom(id, (input, partition) -> {
                Edge edge = graph.edge(input, partition);
                Edge next = edge;
                if (wasSettled) {
                    next = edge == null
                            ? expected(instance, id, input.dataset(), partition)
                            : edge.with(Upstream.UNSETTLED);
                }
                Edge seen = next;
                graph.change(input, partition, seen, () -> DependencyGraph.Reaction.unsettle(joined))
                        .forEach(reader -> invalidate(reader, joined));
            });
        }
        evaluate(id);
    }

    /** What readers see of a partition that an instance is expected to make: what it has of it, if anything. */
    private Edge expected(Instance instance, InstanceId id, DatasetRef dataset, PartitionKey partition) {
        PartitionVersion version =
                instance.holdsOutputs() ? state.outputs.get(Keys.of(id.key(), dataset.dataset(), partition)) : null;
        return new Edge(version == null ? null : version.fingerprint(), Upstream.UNSETTLED);
    }

    private void reportPending() {
        for (InstanceId id : graph.created()) {
            Instance instance = state.instance(id);
            if (instance != null && !instance.settled() && instance.attempt() == null && instance.pending() > 0) {
                StateChangedBuilder.of(this, id, InstanceState.PENDING, Reason.UPSTREAM_PENDING)
                        .explain(ReasonMessages.pending(instance.pending()))
                        .emit();
            }
        }
    }
}
