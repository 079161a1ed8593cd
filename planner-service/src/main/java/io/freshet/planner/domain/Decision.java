package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
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
    final State state;
    final Instant now;
    final Notes notes;
    final Timers timers;
    final Runs runs;
    final Graph graph;
    private final Consumer<Event> out;
    private final Settlement settlement;
    private final Evaluation evaluation;
    private final Deque<Unsettling> unsettlings = new ArrayDeque<>();
    private final SequencedSet<InstanceId> evaluations = new LinkedHashSet<>();

    Decision(WorkflowModel model, Tables tables, Instant now, Consumer<Event> out) {
        this.model = model;
        this.state = new State(tables, model.ref());
        this.now = now;
        this.notes = new Notes(state);
        this.timers = tables.timers();
        this.runs = new Runs(model, state, notes, now, out);
        this.graph = new Graph(model, state);
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

    void emit(Event event) {
        out.accept(event);
    }

    InstanceRef ref(InstanceId id) {
        return id.in(model.ref());
    }

    /** Plans to unsettle an instance on behalf of runs, and everything that may change with it. */
    void unsettle(InstanceId instance, List<String> forRuns) {
        unsettlings.add(new Unsettling(instance, forRuns));
    }

    /** Plans to evaluate an instance if it then waits for nothing. */
    void evaluate(InstanceId instance) {
        evaluations.add(instance);
    }

    /** Unsettles everything that is planned to be, and what follows from it. */
    void propagate() {
        while (!unsettlings.isEmpty()) {
            Unsettling next = unsettlings.remove();
            unsettleNow(next.instance(), next.runs());
        }
    }

    /** Does what is planned, and what follows from it. */
    void proceed() {
        propagate();
        while (!evaluations.isEmpty()) {
            evaluation.evaluate(evaluations.removeFirst());
            propagate();
        }
    }

    /** Ends the decision: nothing is planned any more, and what was changed is written. */
    void end() {
        proceed();
        reportPending();
        runs.finishEnded();
        state.flush();
    }

    private void unsettleNow(InstanceId id, List<String> forRuns) {
        Instance instance = state.require(id);
        List<String> joined = runs.join(id, forRuns);
        boolean wasSettled = instance.settled();
        if (wasSettled) {
            state.put(id, instance.unsettled());
        }
        if (wasSettled || !joined.isEmpty()) {
            graph.outputs(id, (output, partition) -> {
                for (InputModel input : model.readers(output.dataset())) {
                    List<InstanceId> readers;
                    if (wasSettled) {
                        Edge edge = graph.edge(input, partition);
                        Edge next = edge == null ? new Edge(null, Upstream.UNSETTLED) : edge.with(Upstream.UNSETTLED);
                        readers = graph.change(input, partition, next);
                    } else {
                        readers = graph.readers(input, input.keyOf(partition));
                    }
                    readers.forEach(reader -> unsettle(reader, joined));
                }
            });
        }
        evaluate(id);
    }

    private void reportPending() {
        for (InstanceId id : graph.created()) {
            Instance instance = state.instance(id);
            if (instance != null && !instance.settled() && instance.attempt() == null && instance.pending() > 0) {
                Report.of(this, id, InstanceState.PENDING, Reason.UPSTREAM_PENDING)
                        .say(Sentences.pending(instance.pending()))
                        .emit();
            }
        }
    }
}
