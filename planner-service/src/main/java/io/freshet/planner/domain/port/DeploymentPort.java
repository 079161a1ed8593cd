package io.freshet.planner.domain.port;

import io.freshet.planner.domain.metadata.DeploymentMetadata;

/** What is remembered of versions. */
public interface DeploymentPort {
    DeploymentMetadata deployments();
}
