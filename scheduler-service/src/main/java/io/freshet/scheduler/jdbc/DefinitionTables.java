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
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Definitions in PostgreSQL. The row of the namespace is the lock under which its workflows change. */
public final class DefinitionTables implements DefinitionStore {
    private static final String DEPLOYED = """
            SELECT v.definition, v.outbox_id FROM workflows w
            JOIN versions v ON v.namespace = w.namespace AND v.workflow = w.name AND v.version = w.current_version
            WHERE w.namespace = ?
            """;

    private final Database database;
    private final BundleChunks bundles;

    public DefinitionTables(Database database) {
        this.database = database;
        this.bundles = new BundleChunks(database);
    }

    @Override
    public DeployResult deploy(List<Deployment> deployments) {
        return database.transact(session -> {
            lockNamespace(session, deployments.getFirst());
            Map<WorkflowRef, DeployedVersion> unchanged = new HashMap<>();
            for (Deployment deployment : deployments) {
                unchanged(session, deployment).ifPresent(version -> unchanged.put(deployment.workflow(), version));
            }
            List<Deployment> changed = deployments.stream()
                    .filter(deployment -> !unchanged.containsKey(deployment.workflow()))
                    .toList();
            List<SpecError> errors = errors(session, changed);
            if (!errors.isEmpty()) {
                return new DeployResult.Refused(errors);
            }
            List<DeployResult.Version> versions = new ArrayList<>();
            for (Deployment deployment : deployments) {
                DeployedVersion same = unchanged.get(deployment.workflow());
                versions.add(new DeployResult.Version(same == null ? insert(session, deployment) : same, same != null));
            }
            return new DeployResult.Accepted(versions);
        });
    }

    /** The deployed version, if it is this very bundle and Kafka takes it. */
    private static Optional<DeployedVersion> unchanged(Session session, Deployment deployment) throws SQLException {
        Optional<DeployedVersion> current = current(session, deployment.workflow());
        return current.isPresent()
                        && current.get().definition().bundle().equals(deployment.bundle())
                        && !(publication(session, current.get().outboxId()) instanceof PublicationState.Refused)
                ? current
                : Optional.empty();
    }

    private static List<SpecError> errors(Session session, List<Deployment> changed) throws SQLException {
        if (changed.isEmpty()) {
            return List.of();
        }
        Map<String, WorkflowSpec> afterwards = new TreeMap<>();
        for (WorkflowDefinition definition :
                deployed(session, changed.getFirst().workflow().namespace())) {
            afterwards.put(definition.spec().name(), definition.spec());
        }
        changed.forEach(deployment -> afterwards.put(
                deployment.workflow().workflow(), deployment.parsed().spec()));
        return changed.stream()
                .flatMap(deployment -> NamespaceCheck.of(deployment.parsed(), afterwards.values()).stream())
                .sorted()
                .toList();
    }

    private static void lockNamespace(Session session, Deployment deployment) throws SQLException {
        String namespace = deployment.workflow().namespace();
        session.update(
                "INSERT INTO namespaces (name, created_by, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                namespace,
                deployment.user(),
                deployment.at());
        lockNamespace(session, namespace);
    }

    static void lockNamespace(Session session, String namespace) throws SQLException {
        session.rows("SELECT name FROM namespaces WHERE name = ? FOR UPDATE", row -> row.getString(1), namespace);
    }

    private DeployedVersion insert(Session session, Deployment deployment) throws SQLException, IOException {
        WorkflowRef workflow = deployment.workflow();
        int version = session.row("""
                        INSERT INTO workflows (namespace, name, last_version, current_version) VALUES (?, ?, 1, 1)
                        ON CONFLICT (namespace, name) DO UPDATE
                        SET last_version = workflows.last_version + 1, current_version = workflows.last_version + 1
                        RETURNING last_version
                        """, row -> row.getInt(1), workflow.namespace(), workflow.workflow())
                .orElseThrow();
        WorkflowDefinition definition = Definitions.of(
                workflow,
                version,
                deployment.bundle(),
                deployment.parsed().spec(),
                deployment.code(),
                deployment.user(),
                deployment.at());
        bundles.put(session, deployment.bundle(), deployment.zip());
        long outboxId = OutboxRows.append(session, Topics.WORKFLOW_DEFINITIONS, workflow.toString(), definition);
        session.update(
                """
                INSERT INTO versions
                    (namespace, workflow, version, bundle, definition, outbox_id, installed_by, installed_at)
                VALUES (?, ?, ?, ?, ?::json, ?, ?, ?)
                """,
                workflow.namespace(),
                workflow.workflow(),
                version,
                deployment.bundle().hex(),
                OutboxRows.json(definition),
                outboxId,
                deployment.user(),
                deployment.at());
        return new DeployedVersion(definition, outboxId);
    }

    @Override
    public Optional<Long> remove(WorkflowRef workflow, Instant at) {
        return database.transact(session -> {
            lockNamespace(session, workflow.namespace());
            Optional<Integer> version = session.row(
                    "SELECT current_version FROM workflows WHERE namespace = ? AND name = ? AND current_version IS NOT NULL",
                    row -> row.getInt("current_version"),
                    workflow.namespace(),
                    workflow.workflow());
            if (version.isEmpty()) {
                return Optional.empty();
            }
            session.update(
                    "UPDATE workflows SET current_version = NULL WHERE namespace = ? AND name = ?",
                    workflow.namespace(),
                    workflow.workflow());
            return Optional.of(
                    OutboxRows.appendRemoval(session, Topics.WORKFLOW_DEFINITIONS, workflow.toString(), version.get()));
        });
    }

    @Override
    public List<WorkflowDefinition> deployed(String namespace) {
        return database.transact(session -> deployed(session, namespace));
    }

    static List<WorkflowDefinition> deployed(Session session, String namespace) throws SQLException {
        return session.rows(DEPLOYED, DefinitionTables::definition, namespace);
    }

    @Override
    public int lastVersion(WorkflowRef workflow) {
        return database.transact(session -> session.row(
                        "SELECT last_version FROM workflows WHERE namespace = ? AND name = ?",
                        row -> row.getInt(1),
                        workflow.namespace(),
                        workflow.workflow())
                .orElse(0));
    }

    @Override
    public Optional<DeployedVersion> current(WorkflowRef workflow) {
        return database.transact(session -> current(session, workflow));
    }

    private static Optional<DeployedVersion> current(Session session, WorkflowRef workflow) throws SQLException {
        return session.row(
                DEPLOYED + " AND w.name = ?",
                row -> new DeployedVersion(definition(row), row.getLong("outbox_id")),
                workflow.namespace(),
                workflow.workflow());
    }

    @Override
    public Page<WorkflowDefinition> workflows(String namespace, @Nullable String after, int limit) {
        List<WorkflowDefinition> found = database.transact(session -> session.rows(
                DEPLOYED + " AND w.name > ? ORDER BY w.name LIMIT ?",
                DefinitionTables::definition,
                namespace,
                after == null ? "" : after,
                limit + 1));
        return Pages.of(found, limit, last -> last.workflow().workflow());
    }

    @Override
    public Page<WorkflowDefinition> versions(WorkflowRef workflow, @Nullable Integer before, int limit) {
        List<WorkflowDefinition> found = database.transact(session -> session.rows(
                """
                SELECT definition FROM versions WHERE namespace = ? AND workflow = ? AND version < ?
                ORDER BY version DESC LIMIT ?
                """,
                DefinitionTables::definition,
                workflow.namespace(),
                workflow.workflow(),
                before == null ? Integer.MAX_VALUE : before,
                limit + 1));
        return Pages.of(found, limit, last -> Integer.toString(last.version()));
    }

    @Override
    public Page<NamespaceInfo> namespaces(@Nullable String after, int limit) {
        List<NamespaceInfo> found = database.transact(session -> session.rows(
                """
                SELECT n.name, n.created_by, n.created_at,
                       (SELECT count(*) FROM workflows w WHERE w.namespace = n.name AND w.current_version IS NOT NULL)
                           AS workflows
                FROM namespaces n WHERE n.name > ? ORDER BY n.name LIMIT ?
                """,
                row -> new NamespaceInfo(
                        row.getString("name"),
                        row.getInt("workflows"),
                        row.getString("created_by"),
                        Session.instant(row, "created_at")),
                after == null ? "" : after,
                limit + 1));
        return Pages.of(found, limit, NamespaceInfo::namespace);
    }

    @Override
    public boolean writeBundle(WorkflowRef workflow, @Nullable Integer version, OutputStream output)
            throws IOException {
        Optional<String> fingerprint = database.transact(session ->
                session.row("""
                SELECT v.bundle FROM versions v JOIN workflows w ON w.namespace = v.namespace AND w.name = v.workflow
                WHERE v.namespace = ? AND v.workflow = ? AND v.version = coalesce(?, w.current_version)
                """, row -> row.getString(1), workflow.namespace(), workflow.workflow(), version));
        if (fingerprint.isEmpty()) {
            return false;
        }
        bundles.write(fingerprint.get(), output);
        return true;
    }

    @Override
    public PublicationState publication(long outboxId) {
        return database.transact(session -> publication(session, outboxId));
    }

    /** A row that was deleted since had been published. */
    private static PublicationState publication(Session session, long outboxId) throws SQLException {
        return session.row(
                        "SELECT sent_at IS NOT NULL AS sent, error FROM outbox WHERE id = ?",
                        row -> {
                            String error = row.getString("error");
                            if (error != null) {
                                return new PublicationState.Refused(error);
                            }
                            return row.getBoolean("sent") ? PublicationState.PUBLISHED : PublicationState.PENDING;
                        },
                        outboxId)
                .orElse(PublicationState.PUBLISHED);
    }

    private static WorkflowDefinition definition(ResultSet row) throws SQLException {
        return OutboxRows.read(row.getString("definition"), WorkflowDefinition.class);
    }
}
