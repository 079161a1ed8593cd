package io.freshet.language.check;

import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.pod.PodTemplateRules;

/** What tasks ask of their pods is allowed; the launcher looks again. */
public final class PodCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        for (TaskSpec task : spec.tasks().values()) {
            PodTemplate pod = task.run().pod();
            String path = "spec.tasks.%s.run.pod".formatted(task.name());
            // What could not be read is not in the tree, so that positions in lists may be others than in the file.
            if (pod == null || errors.isBroken(path)) {
                continue;
            }
            for (PodTemplateRules.Violation violation : PodTemplateRules.violations(pod)) {
                errors.at(
                        violation.path().isEmpty() ? path : path + "." + violation.path(),
                        SpecErrorCode.POD_NOT_ALLOWED,
                        "rule %s: %s".formatted(violation.rule(), violation.message()),
                        violation.hint());
            }
        }
    }
}
