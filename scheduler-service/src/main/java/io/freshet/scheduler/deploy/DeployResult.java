package io.freshet.scheduler.deploy;

import io.freshet.contracts.workflow.SpecError;
import java.util.List;

/** What became of a deployment. */
public sealed interface DeployResult {
    /** It is committed; its definition is on the log or will be. */
    record Deployed(DeployedVersion version) implements DeployResult {}

    /** The very bundle was deployed already. */
    record Unchanged(DeployedVersion version) implements DeployResult {}

    /** It does not fit beside the other workflows of the namespace. */
    record Refused(List<SpecError> errors) implements DeployResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
