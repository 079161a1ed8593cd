package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;

/**
 * An attempt that is to be made.
 *
 * @param instance before or after the attempt was put into it, as the method says
 * @param inputs as far as the attempt reads them
 */
record Launch(InstanceId id, Instance instance, TaskModel task, Inputs inputs) {
    Launch with(Instance next) {
        return new Launch(id, next, task, inputs);
    }
}
