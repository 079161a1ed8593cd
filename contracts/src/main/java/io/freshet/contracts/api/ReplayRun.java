package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;

/**
 * A run that a replay asks for. It may not have begun yet.
 *
 * @param about the dataset whose readers it looks at, or the workflow that was asked to run
 */
public record ReplayRun(String run, WorkflowRef workflow, String about) {}
