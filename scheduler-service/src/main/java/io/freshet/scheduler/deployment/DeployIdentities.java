package io.freshet.scheduler.deployment;

import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.scheduler.domain.IdentityCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom tasks may run, by the policy as it is when it is asked. Thread-safe.
 *
 * @param policy null: there is none, and launchers do as they are set up
 */
public record DeployIdentities(@Nullable IdentityPolicyFile policy) {
    public static final DeployIdentities NO_POLICY = new DeployIdentities(null);

    List<SpecError> check(ParseResult.Parsed workflow, String namespace, String installer) {
        return policy == null ? List.of() : IdentityCheck.of(workflow, policy.current(), namespace, installer);
    }
}
