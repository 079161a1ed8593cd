package io.freshet.planner.domain.command;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.graph.Connection;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.Join;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.QueuePort;
import io.freshet.planner.domain.run.DeferredEdgeChanges;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.ChangeEdges;
import io.freshet.planner.domain.state.Continuation.Connecting;
import io.freshet.planner.domain.state.Continuation.Defining;
import io.freshet.planner.domain.state.Continuation.Joining;
import io.freshet.planner.domain.state.Continuation.Marking;
import io.freshet.planner.domain.state.Continuation.NotifyReaders;
import io.freshet.planner.domain.state.Continuation.Recounting;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.List;

/** Makes edges and instances, and lets readers know of what changed. */
final class GraphWorkRule implements PagedRule<Continuation.GraphWork> {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final EdgePort edges;
    private final DatasetPort datasets;
    private final QueuePort queues;
    private final DependencyGraph graph;
    private final DeferredWork agenda;
    private final Holds holds;
    private final Connection connection;

    <P extends ModelPort & InstancePort & EdgePort & DatasetPort & QueuePort> GraphWorkRule(
            P ports, DependencyGraph graph, DeferredWork agenda, Holds holds, Connection connection) {
        this.model = ports.model();
        this.instances = ports;
        this.edges = ports;
        this.datasets = ports;
        this.queues = ports;
        this.graph = graph;
        this.agenda = agenda;
        this.holds = holds;
        this.connection = connection;
    }

    @Override
    public Table<?> rows(Continuation.GraphWork work) {
        return switch (work) {
            case NotifyReaders _, Marking _ -> edges.readerRows();
            case Recounting _ -> instances.instanceRows();
            case Defining _, Joining _ -> edges.edgeRows();
            case ChangeEdges _ -> queues.continuationRows();
            case Connecting connecting ->
                input(connecting.task(), connecting.input()).producer() == null
                        ? datasets.partitionRows()
                        : instances.instanceRows();
        };
    }

    @Override
    public String prefix(Continuation.GraphWork work) {
        return switch (work) {
            case NotifyReaders notifying ->
                input(notifying.task(), notifying.input()).rows(notifying.key());
            case Marking marking -> input(marking.task(), marking.input()).rows(marking.key());
            case Recounting recounting -> Keys.prefix(recounting.task());
            case Defining defining -> input(defining.task(), defining.input()).rows();
            case Joining joining -> join(joining.task()).rows(joining);
            case ChangeEdges _ -> DeferredEdgeChanges.ROWS;
            case Connecting connecting -> {
                InputModel input = input(connecting.task(), connecting.input());
                yield Keys.prefix(input.producer() == null ? input.dataset().dataset() : input.producer());
            }
        };
    }

    @Override
    public void apply(Continuation.GraphWork work, String row) {
        switch (work) {
            case NotifyReaders notifying -> notifyReader(notifying, reader(notifying.task(), row));
            case Marking marking -> graph.mark(reader(marking.task(), row));
            case Recounting _ -> connection.recount(InstanceId.parse(row));
            case Defining defining -> define(defining, row);
            case Joining joining -> join(joining, row);
            case ChangeEdges _ -> change(agenda.edgeChanges().take(row));
            case Connecting connecting -> connection.connect(input(connecting.task(), connecting.input()), row);
        }
    }

    /** Changes that were left for later while others were made may be before them. */
    @Override
    public void finish(Continuation.GraphWork work) {
        if (work instanceof ChangeEdges && !agenda.edgeChanges().isEmpty()) {
            agenda.add(new ChangeEdges(""));
        }
    }

    private void change(DeferredEdgeChange change) {
        // The version that had the input may have rested, and another has taken over.
        DeferredEdgeChange.Place place = change.place();
        model.input(place.task(), place.input()).ifPresent(input -> {
            ReaderReaction reaction = change.reaction();
            holds.react(graph.changeNow(input, place.partition(), change.next(), () -> reaction), reaction);
            if (change.marked()) {
                graph.lookNow(input, place.partition());
            }
        });
        agenda.made(change);
    }

    private static InstanceId reader(String task, String row) {
        return new InstanceId(task, PartitionKey.parse(Keys.last(row)));
    }

    private void notifyReader(NotifyReaders notifying, InstanceId reader) {
        graph.notifyReader(
                reader, notifying.change().before(), notifying.change().after());
        holds.react(List.of(reader), notifying.reaction());
    }

    private void define(Defining defining, String row) {
        InputModel definer = input(defining.task(), defining.input());
        ReaderReaction reaction = new ReaderReaction(defining.runs(), Holds.DEPLOYMENT);
        holds.react(graph.define(definer, PartitionKey.parse(Keys.last(row)), () -> reaction), reaction);
    }

    private void join(Joining joining, String row) {
        Join join = join(joining.task());
        Joining next = join.next(joining, row);
        if (next == null) {
            return;
        }
        if (!next.inputs().isEmpty()) {
            agenda.add(next);
            return;
        }
        TaskModel task = model.requireTask(joining.task());
        List<PartitionKey> joined = join.partition(next).stream().toList();
        holds.react(graph.createMissing(task, joined), joining.reaction());
    }

    private Join join(String task) {
        return new Join(edges, model.requireTask(task));
    }

    private InputModel input(String task, String name) {
        return model.input(task, name).orElseThrow(() -> new IllegalStateException("no input " + task + "." + name));
    }
}
