package io.freshet.scheduler.deployment;

import io.freshet.language.grammar.SpecError;
import java.util.List;

/** What became of deployments that were asked for together. */
public sealed interface DeployResult {
    /**
     * They are committed; their definitions are on the log or will be.
     *
     * @param versions in the order in which they were asked for
     */
    record Accepted(List<Version> versions) implements DeployResult {
        public Accepted {
            versions = List.copyOf(versions);
        }
    }

    /**
     * What is deployed of one workflow now.
     *
     * @param unchanged whether that very bundle was deployed already
     */
    record Version(DeployedVersion version, boolean unchanged) {}

    /** They do not fit beside the other workflows of the namespace, so none is deployed. */
    record Refused(List<SpecError> errors) implements DeployResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
