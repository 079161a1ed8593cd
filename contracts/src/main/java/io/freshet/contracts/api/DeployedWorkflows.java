package io.freshet.contracts.api;

import java.util.List;

/**
 * What a deployment of several workflows did, all of it in one transaction.
 *
 * @param workflows by name
 */
public record DeployedWorkflows(List<DeployedWorkflow> workflows) {
    public DeployedWorkflows {
        workflows = List.copyOf(workflows);
    }
}
