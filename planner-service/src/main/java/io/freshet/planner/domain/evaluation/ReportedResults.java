package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.OutputEdges;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.metadata.ReportingTasks;
import io.freshet.planner.domain.model.TaskCondition;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.table.Table;

/** What attempts reported, which conditions of readers may speak of. */
public final class ReportedResults {
    private final WorkflowModel model;
    private final Table<Results> rows;
    private final ReportingTasks reporting;
    private final OutputEdges outputs;
    private final DependencyGraph graph;

    public <P extends ModelPort & OutputPort & RunPort> ReportedResults(P ports, DependencyGraph graph) {
        this.model = ports.model();
        this.rows = ports.resultRows();
        this.reporting = ports.runMetadata().reportingTasks();
        this.outputs = new OutputEdges(ports);
        this.graph = graph;
    }

    /** Takes over what the attempt reported; conditions that may speak of it are asked again. */
    void take(OutputOrigin origin, Results results) {
        String task = origin.task().name();
        if (results.equals(Results.NONE) && !reporting.contains(task)) {
            return;
        }
        String row = origin.id().key();
        Results before = rows.get(row);
        if (results.equals(before == null ? Results.NONE : before)) {
            return;
        }
        if (results.equals(Results.NONE)) {
            rows.delete(row);
        } else {
            rows.put(row, results);
            reporting.add(task);
        }
        outputs.visit(origin.id(), (input, partition) -> {
            TaskCondition condition = model.requireTask(input.task()).condition();
            if (condition != null && condition.speaksOfResults(input.name())) {
                graph.look(input, partition);
            }
        });
    }
}
