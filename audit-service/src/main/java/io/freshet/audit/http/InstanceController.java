package io.freshet.audit.http;

import io.freshet.audit.explain.Explainer;
import io.freshet.audit.explain.HistoryQueries;
import io.freshet.audit.explain.OpenDeadlines;
import io.freshet.audit.jdbc.read.AttemptQueries;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.InstanceScope;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.ResultPage;
import io.freshet.audit.jdbc.read.Totals;
import io.freshet.audit.jdbc.read.WorkflowQueries;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.InstanceDetail;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.Optional;

/** Instances, and why they are as they are. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InstanceController {
    private static final int ATTEMPTS = 20;
    private static final int DECISIONS = 50;

    private final InstanceQueries instances;
    private final AttemptQueries attempts;
    private final Totals totals;
    private final WorkflowQueries workflows;
    private final Names names;
    private final Explainer explanation;

    InstanceController(
            InstanceQueries instances,
            AttemptQueries attempts,
            Totals totals,
            WorkflowQueries workflows,
            Names names,
            HistoryQueries facts,
            OpenDeadlines deadlines) {
        this.instances = instances;
        this.totals = totals;
        this.attempts = attempts;
        this.workflows = workflows;
        this.names = names;
        this.explanation = new Explainer(facts, deadlines);
    }

    @Get("/instances")
    Page<InstanceInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        InstanceScope scope = parameters.scope();
        InstanceState state = parameters.oneOf("state", InstanceState.class);
        String run = parameters.name("run");
        ResultPage<InstanceInfo> listed = run == null
                ? instances.list(scope, state, parameters.oneOf("reason", Reason.class), parameters.slice(SortKey.TEXT))
                : instances.ofRun(names.run(run), scope, state, parameters.slice(SortKey.TEXT));
        return Parameters.page(listed);
    }

    @Get("/instances/{namespace}/{workflow}/{task}")
    InstanceDetail find(String namespace, String workflow, String task, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        PartitionKey partition = parameters.parsed("partition", PartitionKey::parse);
        InstanceRef instance =
                names.instance(instance(namespace, workflow, task, partition == null ? PartitionKey.NONE : partition));
        InstanceInfo current =
                instances.find(instance).orElseThrow(() -> Problems.notFound("instance", instance.toString()));
        Optional<InstanceQueries.LastSuccess> success = instances.lastSuccess(instance);
        return new InstanceDetail(
                current,
                success.map(InstanceQueries.LastSuccess::attempt).orElse(null),
                success.map(InstanceQueries.LastSuccess::at).orElse(null),
                attempts.list(AttemptQueries.Wanted.of(instance), PageRequest.first(ATTEMPTS))
                        .items(),
                instances.decisions(instance, DECISIONS));
    }

    @Get("/why")
    Explanation why(HttpRequest<?> request) {
        InstanceRef instance = names.instance(new Parameters(request).required("instance", InstanceRef::parse));
        return explanation.of(instance).orElseThrow(() -> Problems.notFound("instance", instance.toString()));
    }

    /** Of the deployed tasks, and of removed ones that still have something to do. */
    @Get("/summary")
    StatusSummary summary(HttpRequest<?> request) {
        String namespace = new Parameters(request).name("namespace");
        Map<WorkflowRef, WorkflowSpec> deployed = workflows.deployed(namespace);
        return new StatusSummary(
                totals.instances(namespace).stream()
                        .filter(task -> isDeployed(task.task(), deployed) || isAtWork(task))
                        .toList(),
                workflows.faulted(namespace));
    }

    private static boolean isDeployed(TaskRef task, Map<WorkflowRef, WorkflowSpec> deployed) {
        WorkflowSpec spec = deployed.get(new WorkflowRef(task.namespace(), task.workflow()));
        return spec != null && spec.tasks().containsKey(task.task());
    }

    private static boolean isAtWork(StatusSummary.TaskStatus task) {
        return task.states().keySet().stream().anyMatch(state -> !state.isSettled());
    }

    private static InstanceRef instance(String namespace, String workflow, String task, PartitionKey partition) {
        try {
            return new TaskRef(namespace, workflow, task).instance(partition);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("instance", "%s/%s/%s/%s".formatted(namespace, workflow, task, partition));
        }
    }
}
