package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.NamespaceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.language.grammar.SpecError;
import io.freshet.scheduler.deployment.DefinitionStore;
import io.freshet.scheduler.deployment.DeployResult;
import io.freshet.scheduler.deployment.DeployedVersion;
import io.freshet.scheduler.deployment.Deployment;
import io.freshet.scheduler.deployment.PublicationState;
import io.freshet.scheduler.domain.Definitions;
import io.freshet.scheduler.domain.NamespaceCheck;
import io.micronaut.data.model.Limit;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Definitions in PostgreSQL. The row of the namespace is the lock under which its workflows change. */
@Singleton
final class DefinitionTables implements DefinitionStore {
    private final Database database;
    private final NamespaceRepository namespaces;
    private final WorkflowRepository workflows;
    private final VersionRepository versions;
    private final BundleChunks bundles;
    private final OutboxRepository published;
    private final OutboxWriter outbox;
    private final DeployedSchedules schedules;
    private final DeployedTriggers triggers;

    DefinitionTables(
            Database database,
            NamespaceRepository namespaces,
            WorkflowRepository workflows,
            VersionRepository versions,
            BundleChunks bundles,
            OutboxRepository published,
            OutboxWriter outbox,
            DeployedSchedules schedules,
            DeployedTriggers triggers) {
        this.database = database;
        this.namespaces = namespaces;
        this.workflows = workflows;
        this.versions = versions;
        this.bundles = bundles;
        this.published = published;
        this.outbox = outbox;
        this.schedules = schedules;
        this.triggers = triggers;
    }

    @Override
    public DeployResult deploy(List<Deployment> deployments) {
        return database.transact(() -> {
            lockNamespace(deployments.getFirst());
            Map<WorkflowRef, DeployedVersion> unchanged = new HashMap<>();
            for (Deployment deployment : deployments) {
                unchanged(deployment).ifPresent(version -> unchanged.put(deployment.workflow(), version));
            }
            List<Deployment> changed = deployments.stream()
                    .filter(deployment -> !unchanged.containsKey(deployment.workflow()))
                    .toList();
            List<SpecError> errors = errors(changed);
            if (!errors.isEmpty()) {
                return new DeployResult.Refused(errors);
            }
            List<DeployResult.Version> deployed = new ArrayList<>();
            for (Deployment deployment : deployments) {
                DeployedVersion same = unchanged.get(deployment.workflow());
                deployed.add(new DeployResult.Version(same == null ? insert(deployment) : same, same != null));
            }
            return new DeployResult.Accepted(deployed);
        });
    }

    /** The deployed version, if it is this very bundle and Kafka takes it. */
    private Optional<DeployedVersion> unchanged(Deployment deployment) {
        return deployed(deployment.workflow())
                .filter(current -> current.definition().bundle().equals(deployment.bundle())
                        && !(state(current.outboxId()) instanceof PublicationState.Refused));
    }

    private List<SpecError> errors(List<Deployment> changed) {
        if (changed.isEmpty()) {
            return List.of();
        }
        Map<String, WorkflowSpec> afterwards = new TreeMap<>();
        for (VersionRow version :
                versions.deployed(changed.getFirst().workflow().namespace())) {
            WorkflowSpec spec = version.definition().spec();
            afterwards.put(spec.name(), spec);
        }
        changed.forEach(deployment -> afterwards.put(
                deployment.workflow().workflow(), deployment.parsed().spec()));
        return changed.stream()
                .flatMap(deployment -> NamespaceCheck.of(deployment.parsed(), afterwards.values()).stream())
                .sorted()
                .toList();
    }

    private void lockNamespace(Deployment deployment) {
        String namespace = deployment.workflow().namespace();
        namespaces.insertIfAbsent(new NamespaceRow(namespace, deployment.user(), deployment.at()));
        namespaces.findByNameForUpdate(namespace);
    }

    private DeployedVersion insert(Deployment deployment) throws IOException {
        WorkflowRef workflow = deployment.workflow();
        int version = workflows.nextVersion(workflow.namespace(), workflow.workflow());
        WorkflowDefinition definition = Definitions.of(
                workflow,
                version,
                deployment.bundle(),
                deployment.parsed().spec(),
                deployment.code(),
                deployment.user(),
                deployment.at());
        bundles.put(deployment.bundle(), deployment.zip());
        long outboxId = outbox.append(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), definition);
        VersionRow row = new VersionRow(
                workflow.namespace(),
                workflow.workflow(),
                version,
                deployment.bundle().hex(),
                definition,
                outboxId,
                deployment.user(),
                deployment.at());
        versions.insert(row);
        schedules.replace(workflow, deployment.parsed().spec(), deployment.calendars(), outboxId);
        triggers.replace(workflow, deployment.parsed().spec(), outboxId);
        return row.toDeployedVersion();
    }

    @Override
    public Optional<Long> remove(WorkflowRef workflow, Instant at) {
        return database.transact(() -> {
            namespaces.findByNameForUpdate(workflow.namespace());
            Integer version = workflows
                    .findByNamespaceAndName(workflow.namespace(), workflow.workflow())
                    .map(WorkflowRow::currentVersion)
                    .orElse(null);
            if (version == null) {
                return Optional.empty();
            }
            workflows.remove(workflow.namespace(), workflow.workflow());
            schedules.remove(workflow);
            triggers.remove(workflow);
            return Optional.of(outbox.appendRemoval(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), version));
        });
    }

    @Override
    public List<WorkflowDefinition> deployed(String namespace) {
        return database.transact(() -> definitions(versions.deployed(namespace)));
    }

    @Override
    public int lastVersion(WorkflowRef workflow) {
        return database.transact(() -> workflows
                .findByNamespaceAndName(workflow.namespace(), workflow.workflow())
                .map(WorkflowRow::lastVersion)
                .orElse(0));
    }

    @Override
    public Optional<DeployedVersion> current(WorkflowRef workflow) {
        return database.transact(() -> deployed(workflow));
    }

    private Optional<DeployedVersion> deployed(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow()).map(VersionRow::toDeployedVersion);
    }

    @Override
    public Page<WorkflowDefinition> workflows(String namespace, @Nullable String after, int limit) {
        List<VersionRow> found =
                database.transact(() -> versions.deployedAfter(namespace, after == null ? "" : after, limit + 1));
        return Pages.of(definitions(found), limit, last -> last.workflow().workflow());
    }

    @Override
    public Page<WorkflowDefinition> versions(WorkflowRef workflow, @Nullable Integer before, int limit) {
        List<VersionRow> found =
                database.transact(() -> versions.findByNamespaceAndWorkflowAndVersionLessThanOrderByVersionDesc(
                        workflow.namespace(),
                        workflow.workflow(),
                        before == null ? Integer.MAX_VALUE : before,
                        Limit.of(limit + 1, 0)));
        return Pages.of(definitions(found), limit, last -> Integer.toString(last.version()));
    }

    private static List<WorkflowDefinition> definitions(List<VersionRow> versions) {
        return versions.stream().map(VersionRow::definition).toList();
    }

    @Override
    public Page<NamespaceInfo> namespaces(@Nullable String after, int limit) {
        List<NamespaceInfo> found =
                database.transact(() -> namespaces.list(after == null ? "" : after, limit + 1)).stream()
                        .map(row -> new NamespaceInfo(row.name(), row.workflows(), row.createdBy(), row.createdAt()))
                        .toList();
        return Pages.of(found, limit, NamespaceInfo::namespace);
    }

    @Override
    public boolean writeBundle(WorkflowRef workflow, @Nullable Integer version, OutputStream output)
            throws IOException {
        Optional<VersionRow> found = database.transact(() -> version == null
                ? versions.deployed(workflow.namespace(), workflow.workflow())
                : versions.findByNamespaceAndWorkflowAndVersion(workflow.namespace(), workflow.workflow(), version));
        if (found.isEmpty()) {
            return false;
        }
        bundles.write(found.get().bundle(), output);
        return true;
    }

    @Override
    public PublicationState publication(long outboxId) {
        return database.transact(() -> state(outboxId));
    }

    /** A row that was deleted since had been published. */
    private PublicationState state(long outboxId) {
        return published.findById(outboxId).map(DefinitionTables::state).orElse(PublicationState.PUBLISHED);
    }

    private static PublicationState state(OutboxEntry row) {
        String error = row.error();
        if (error != null) {
            return new PublicationState.Refused(error);
        }
        return row.sentAt() == null ? PublicationState.PENDING : PublicationState.PUBLISHED;
    }
}
