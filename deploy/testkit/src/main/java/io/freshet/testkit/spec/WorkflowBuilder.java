package io.freshet.testkit.spec;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A workflow that says nothing but what a test says. Not safe for use by several threads. */
public final class WorkflowBuilder {
    private final String name;
    private Map<String, ParamSpec> params = Map.of();
    private Overlap overlap = Overlap.PARALLEL;
    private Map<String, DatasetSpec> datasets = Map.of();
    private Map<String, TaskSpec> tasks = Map.of();
    private Map<String, Fingerprint> code = Map.of();
    private Map<String, String> readFrom = Map.of();

    private WorkflowBuilder(String name) {
        this.name = name;
    }

    public static WorkflowBuilder of(String name) {
        return new WorkflowBuilder(name);
    }

    /** Begins with the datasets and tasks of another workflow, and its name. */
    public static WorkflowBuilder like(WorkflowSpec other) {
        return of(other.name()).datasets(other.datasets()).tasks(other.tasks());
    }

    public WorkflowBuilder params(Map<String, ParamSpec> all) {
        params = all;
        return this;
    }

    public WorkflowBuilder overlap(Overlap when) {
        overlap = when;
        return this;
    }

    public WorkflowBuilder datasets(Map<String, DatasetSpec> all) {
        datasets = all;
        return this;
    }

    public WorkflowBuilder tasks(Map<String, TaskSpec> all) {
        tasks = all;
        return this;
    }

    /** Per task, the fingerprint of its code. */
    public WorkflowBuilder code(Map<String, Fingerprint> all) {
        code = all;
        return this;
    }

    /** By dataset, the namespace in which it is read. */
    public WorkflowBuilder readFrom(Map<String, String> all) {
        readFrom = all;
        return this;
    }

    public WorkflowSpec build() {
        return new WorkflowSpec(
                name, "", params, overlap, null, null, datasets, tasks, List.of(), List.of(), List.of());
    }

    /** A version that alice has deployed, in a bundle of its own. */
    public WorkflowDefinition version(WorkflowRef workflow, int version, Instant at) {
        Cause cause = new Cause("deploy-" + workflow + "-" + version, Cause.Kind.DEPLOYED, at, "deployed");
        return new WorkflowDefinition(
                workflow, version, Sha256.of("bundle" + version), build(), code, readFrom, "alice", cause, at);
    }
}
