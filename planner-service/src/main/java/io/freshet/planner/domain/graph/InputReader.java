package io.freshet.planner.domain.graph;

import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.ModelPort;

/** Finds out what instances read, each as {@link InputReading} says. */
public final class InputReader {
    private final WorkflowModel model;
    private final EdgePort edges;
    private final BudgetPort budget;

    public <P extends ModelPort & EdgePort & BudgetPort> InputReader(P ports) {
        this.model = ports.model();
        this.edges = ports;
        this.budget = ports;
    }

    /** What an instance of a task reads now. */
    public Inputs read(TaskModel task, InstanceId id) {
        return new InputReading(model, edges, budget, task, id).read();
    }
}
