package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.servicekit.jdbc.SqlFailure;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks for deployed workflows. Thread-safe. */
@Singleton
public final class WorkflowQueries {
    private static final int MOST_FAULTS = 1_000;

    private final DeployedWorkflows deployed;
    private final WorkflowFaults faults;

    WorkflowQueries(DeployedWorkflows deployed, WorkflowFaults faults) {
        this.deployed = deployed;
        this.faults = faults;
    }

    /** The deployed version of each workflow. */
    public Map<WorkflowRef, WorkflowSpec> deployed(@Nullable String namespace) {
        Map<WorkflowRef, WorkflowSpec> specs = new TreeMap<>();
        SqlFailure.translate(() -> namespace == null ? deployed.all() : deployed.of(namespace))
                .forEach(row -> specs.put(row.ref(), row.spec()));
        return specs;
    }

    /** The deployed specification; empty if there is none any more, or nothing was heard of it. */
    public Optional<WorkflowSpec> deployed(WorkflowRef workflow) {
        return SqlFailure.translate(() -> deployed.of(workflow.namespace(), workflow.workflow()))
                .map(WorkflowRow::spec);
    }

    /**
     * The workflows that rest because a decision about them failed, by name; at most {@value #MOST_FAULTS}.
     *
     * @param namespace only those of this one; null: all
     */
    public List<FaultedWorkflow> faulted(@Nullable String namespace) {
        return SqlFailure.translate(
                        () -> namespace == null ? faults.all(MOST_FAULTS) : faults.of(namespace, MOST_FAULTS))
                .stream()
                .map(WorkflowFaultRow::info)
                .toList();
    }

    /** Why a workflow is faulted; empty if it is not. */
    public Optional<FaultedWorkflow> fault(WorkflowRef workflow) {
        return SqlFailure.translate(() -> faults.of(workflow.namespace(), workflow.workflow()))
                .map(WorkflowFaultRow::info);
    }

    /** What of a workflow has not come to rest, at one moment. */
    public Unrest unrest(WorkflowRef workflow) {
        return SqlFailure.translate(() -> deployed.unrest(workflow.namespace(), workflow.workflow()));
    }
}
