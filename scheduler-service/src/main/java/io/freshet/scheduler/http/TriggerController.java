package io.freshet.scheduler.http;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.trigger.TriggerStore;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** The event triggers of deployed workflows. */
@Controller("/api/v1/namespaces/{namespace}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TriggerController {
    private final TriggerStore triggers;

    TriggerController(TriggerStore triggers) {
        this.triggers = triggers;
    }

    @Get("/triggers")
    Page<TriggerInfo> list(String namespace, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return triggers.triggers(Parameters.namespace(namespace), cursor, Parameters.limit(limit));
    }

    @Get("/workflows/{name}/triggers/{trigger}/events")
    Page<TriggerEvent> events(
            String namespace,
            String name,
            String trigger,
            @Nullable @QueryValue String cursor,
            @Nullable @QueryValue Integer limit) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        if (triggers.trigger(workflow, Parameters.trigger(trigger)).isEmpty()) {
            throw Problems.noTrigger(workflow, trigger);
        }
        return triggers.events(workflow, trigger, Parameters.numberCursor(cursor), Parameters.limit(limit));
    }
}
