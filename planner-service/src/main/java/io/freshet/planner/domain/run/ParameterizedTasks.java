package io.freshet.planner.domain.run;

import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import java.util.HashMap;
import java.util.Map;

/** The tasks of a workflow with the parameters that the runs of an instance give. */
public final class ParameterizedTasks {
    /** A task, and the values that count instead of the defaults. */
    private record Variant(String task, Map<String, String> given) {}

    private final WorkflowModel model;
    private final Runs runs;
    private final Map<Variant, TaskModel> variants = new HashMap<>();

    public ParameterizedTasks(WorkflowModel model, Runs runs) {
        this.model = model;
        this.runs = runs;
    }

    /** The task of an instance. */
    public TaskModel of(InstanceId id) {
        TaskModel task = model.requireTask(id.task());
        Map<String, String> given = runs.params(id);
        return given.isEmpty()
                ? task
                : variants.computeIfAbsent(
                        new Variant(id.task(), given), _ -> TaskModel.of(model.definition(), task.spec(), given));
    }
}
