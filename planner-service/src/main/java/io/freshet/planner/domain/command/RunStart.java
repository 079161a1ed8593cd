package io.freshet.planner.domain.command;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.graph.InstanceCreation;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Sweep;
import java.util.ArrayList;
import java.util.List;

/** Starts runs that are asked for: the instances of the tasks that they name are evaluated. */
final class RunStart {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Runs runs;
    private final InstanceCreation creation;
    private final DeferredWork agenda;

    <P extends ModelPort & InstancePort> RunStart(P ports, Runs runs, InstanceCreation creation, DeferredWork agenda) {
        this.model = ports.model();
        this.instances = ports;
        this.runs = runs;
        this.creation = creation;
        this.agenda = agenda;
    }

    void apply(RunRequest.Evaluate request) {
        RunSettings settings = request.settings();
        RunRequest.Limits limits = request.limits();
        String run = runs.open(
                request.cause(),
                new Run.Options(settings.params(), settings.order(), limits.maxActive(), limits.priority()));
        ReaderReaction reaction = ReaderReaction.unsettle(List.of(run));
        Sweep why = settings.force() ? Sweep.FORCE : Sweep.REQUEST;
        List<TaskModel> wanted = model.tasks().values().stream()
                .filter(task -> request.tasks().isEmpty() || request.tasks().contains(task.name()))
                .toList();
        wanted.stream().filter(task -> task.definers().isEmpty()).forEach(task -> create(task, request.selection()));
        List<Continuation.SweepTask> later = new ArrayList<>();
        for (TaskModel task : wanted) {
            Continuation.SweepTask sweep =
                    new Continuation.SweepTask(task.name(), request.selection(), why, reaction, "");
            if (task.readsOtherTasks()) {
                later.add(sweep);
            } else {
                agenda.add(new Continuation.Foremost(sweep, List.of(), ""));
            }
        }
        later.forEach(agenda::add);
    }

    /** Creates the instances that the request itself names: their task has no inputs that would bring them into being. */
    private void create(TaskModel task, PartitionSelection selection) {
        if (!selection.isNaming(task.dimensions())) {
            return;
        }
        selection.named(task.dimensions(), RunRequest.MOST_NAMED).orElse(List.of()).stream()
                .filter(task::fits)
                .map(partition -> new InstanceId(task.name(), partition))
                .filter(id -> instances.instance(id) == null)
                .forEach(id -> creation.create(task, id));
    }
}
