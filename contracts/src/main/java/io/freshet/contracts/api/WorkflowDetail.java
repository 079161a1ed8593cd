package io.freshet.contracts.api;

import io.freshet.contracts.spec.WorkflowSpec;

/**
 * A deployed workflow.
 *
 * @param published whether the definition is on the log
 */
public record WorkflowDetail(WorkflowInfo current, WorkflowSpec spec, boolean published) {}
