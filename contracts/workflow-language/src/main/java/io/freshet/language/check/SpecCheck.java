package io.freshet.language.check;

import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrors;

/** A rule that needs the specification as a whole. What could not be read is missing from it and has been reported already. */
@FunctionalInterface
public interface SpecCheck {
    void check(WorkflowSpec spec, SpecErrors errors);
}
