package io.freshet.contracts.workflow;

/** A rule that needs the specification as a whole. What could not be read is missing from it and has been reported already. */
@FunctionalInterface
interface SpecCheck {
    void check(WorkflowSpec spec, Errors errors);
}
