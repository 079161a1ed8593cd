package io.freshet.audit.jdbc.read;

import io.freshet.audit.explain.HistoryQueries;
import io.freshet.audit.explain.KeyRange;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The facts for explanations, from the database. Thread-safe. */
public final class JdbcHistoryQueries implements HistoryQueries {
    private final InstanceQueries instances;
    private final RunQueries runs;
    private final AttemptQueries attempts;
    private final DatasetQueries datasets;
    private final WorkflowQueries workflows;
    private final Provenance provenance;
    private final PendingPublications publications;

    public JdbcHistoryQueries(
            DataSource database,
            InstanceQueries instances,
            RunQueries runs,
            AttemptQueries attempts,
            DatasetQueries datasets,
            WorkflowQueries workflows) {
        this.instances = instances;
        this.runs = runs;
        this.attempts = attempts;
        this.datasets = datasets;
        this.workflows = workflows;
        this.provenance = new Provenance(database);
        this.publications = new PendingPublications(database, workflows);
    }

    @Override
    public Optional<InstanceInfo> current(InstanceRef instance) {
        return instances.find(instance);
    }

    @Override
    public Optional<DecisionInfo> lastDecision(InstanceRef instance) {
        return instances.lastDecision(instance);
    }

    @Override
    public Optional<DecisionInfo> lastReady(InstanceRef instance, @Nullable String attempt) {
        return instances.lastReady(instance, attempt);
    }

    @Override
    public Optional<Instant> notBefore(String attempt) {
        return attempts.notBefore(attempt);
    }

    @Override
    public Optional<Cause> cause(String run) {
        return runs.cause(run);
    }

    @Override
    public List<InputChange> changes(InstanceRef instance, String attempt, int limit) {
        return provenance.inputChanges(
                attempt, attempts.successBefore(instance, attempt).orElse(""), limit);
    }

    @Override
    public List<InputChange> inputs(String attempt, int limit) {
        return provenance.inputs(attempt, limit);
    }

    @Override
    public Optional<VersionInfo> version(DatasetRef dataset, PartitionKey partition, Fingerprint fingerprint) {
        return datasets.version(dataset, partition, fingerprint);
    }

    @Override
    public List<VersionInfo> changedBy(String cause, int limit) {
        return provenance.changedBy(cause, limit);
    }

    @Override
    public List<VersionInfo> changedBy(List<String> causes, DatasetRef dataset, KeyRange range, int limit) {
        return provenance.changedBy(causes, dataset, range, limit);
    }

    @Override
    public List<VersionInfo> present(DatasetRef dataset, KeyRange range, int limit) {
        return provenance.present(dataset, range, limit);
    }

    @Override
    public List<VersionInfo> changedByAttempt(String attempt, int limit) {
        return provenance.changedByAttempt(attempt, limit);
    }

    @Override
    public List<DecisionInfo> decisions(List<String> runs, TaskRef task, KeyRange range, int limit) {
        return provenance.decisions(runs, task, range, limit);
    }

    @Override
    public List<PendingPartition> unpublished(InstanceRef instance, int limit) {
        return publications.failing(instance, limit);
    }

    @Override
    public Optional<FaultedWorkflow> fault(WorkflowRef workflow) {
        return workflows.fault(workflow);
    }

    @Override
    public Optional<WorkflowSpec> spec(WorkflowRef workflow) {
        return workflows.deployed(workflow);
    }
}
