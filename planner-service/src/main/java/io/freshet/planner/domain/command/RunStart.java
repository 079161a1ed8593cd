package io.freshet.planner.domain.command;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts runs that are asked for: the instances of the tasks that they name are evaluated. */
final class RunStart {
    private final PlanningContext context;
    private final Runs runs;
    private final DependencyGraph graph;
    private final DeferredWork agenda;

    RunStart(PlanningContext context, Runs runs, DependencyGraph graph, DeferredWork agenda) {
        this.context = context;
        this.runs = runs;
        this.graph = graph;
        this.agenda = agenda;
    }

    void apply(RunRequest.Evaluate request) {
        String run = runs.open(request.cause(), new Run.Options(request.params(), request.order()));
        ReaderReaction reaction = ReaderReaction.unsettle(List.of(run));
        Continuation.Sweep why = request.force() ? Continuation.Sweep.FORCE : Continuation.Sweep.REQUEST;
        for (TaskModel task : context.model().tasks().values()) {
            if (request.tasks().isEmpty() || request.tasks().contains(task.name())) {
                if (task.definers().isEmpty()) {
                    create(task, request.where());
                }
                agenda.add(new Continuation.SweepTask(task.name(), request.where(), why, reaction, ""));
            }
        }
    }

    /** Creates the instance that the request itself defines if it gives all dimensions: its task has no inputs that would. */
    private void create(TaskModel task, Map<String, String> where) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : task.dimensions()) {
            String value = where.get(dimension.name());
            if (value != null && dimension.objection(value).isEmpty()) {
                values.put(dimension.name(), value);
            }
        }
        PartitionKey partition = PartitionKey.of(values);
        InstanceId id = new InstanceId(task.name(), partition);
        if (where.size() == values.size()
                && task.fits(partition)
                && context.tables().instance(id) == null) {
            graph.create(task, id);
        }
    }
}
