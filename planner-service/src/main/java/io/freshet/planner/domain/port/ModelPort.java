package io.freshet.planner.domain.port;

import io.freshet.planner.domain.model.WorkflowModel;

/** The deployed version. */
public interface ModelPort {
    WorkflowModel model();
}
