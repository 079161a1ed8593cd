package io.freshet.scheduler.domain;

import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.IdentityPolicy;
import java.util.ArrayList;
import java.util.List;

/** Whether the tasks of a workflow may run as what they ask for. The launcher asks again, since the policy may have changed by then. */
public final class IdentityCheck {
    private IdentityCheck() {}

    /**
     * All denials, in the order of the tasks; each names the policy's rule.
     *
     * @param namespace into which the workflow is deployed
     * @param installer who deploys it
     */
    public static List<SpecError> of(
            ParseResult.Parsed workflow, IdentityPolicy policy, String namespace, String installer) {
        List<SpecError> errors = new ArrayList<>();
        for (TaskSpec task : workflow.spec().tasks().values()) {
            if (policy.decide(namespace, installer, task.runAs())
                    instanceof IdentityDecision.Denied(String rule, String message, String hint)) {
                errors.add(workflow.source()
                        .error(
                                "spec.tasks.%s.runAs".formatted(task.name()),
                                SpecErrorCode.IDENTITY_DENIED,
                                "identity policy, rule '%s': %s".formatted(rule, message),
                                hint));
            }
        }
        return errors;
    }
}
