package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.NamespaceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.servicekit.failure.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces, workflows and their versions, kept. Whatever changes here changes together with the outbox, in one transaction. Every
 * method throws {@link UnavailableException} if the database cannot be reached.
 */
public interface DefinitionStore {
    /**
     * Keeps the next version of each workflow, unless it equals the present one; or none, if any does not fit beside the others as they
     * are when all are deployed. Deployments into one namespace come one after the other.
     *
     * @param deployments of different workflows of one namespace, at least one
     */
    DeployResult deploy(List<Deployment> deployments);

    /**
     * Removes the present version; versions before stay known. Returns the outbox row of the tombstone, empty if nothing was
     * deployed.
     */
    Optional<Long> remove(WorkflowRef workflow, Instant at);

    /** All deployed workflows of a namespace. */
    List<WorkflowDefinition> deployed(String namespace);

    /** The highest version a workflow ever had; 0 if it had none. */
    int lastVersion(WorkflowRef workflow);

    /** The deployed version of a workflow. */
    Optional<DeployedVersion> current(WorkflowRef workflow);

    /**
     * @param after the last name of the page before
     */
    Page<WorkflowDefinition> workflows(String namespace, @Nullable String after, int limit);

    /**
     * Newest first.
     *
     * @param before the last version of the page before
     */
    Page<WorkflowDefinition> versions(WorkflowRef workflow, @Nullable Integer before, int limit);

    /**
     * @param after the last name of the page before
     */
    Page<NamespaceInfo> namespaces(@Nullable String after, int limit);

    /**
     * Writes a version's zip; false if there is no such version.
     *
     * @param version null: the deployed one
     */
    boolean writeBundle(WorkflowRef workflow, @Nullable Integer version, OutputStream output) throws IOException;

    /** Whether an outbox row has reached the log. */
    PublicationState publication(long outboxId);
}
