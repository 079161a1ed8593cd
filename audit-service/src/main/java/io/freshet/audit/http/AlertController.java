package io.freshet.audit.http;

import io.freshet.audit.jdbc.alert.AlertQueries;
import io.freshet.audit.jdbc.alert.DeadlineQueries;
import io.freshet.audit.jdbc.read.WorkflowQueries;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.List;

/** What is due, of what people are alerted, and what became of the messages. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AlertController {
    private final AlertQueries alerts;
    private final DeadlineQueries deadlines;
    private final WorkflowQueries workflows;
    private final InstantSource clock;

    AlertController(AlertQueries alerts, DeadlineQueries deadlines, WorkflowQueries workflows, InstantSource clock) {
        this.alerts = alerts;
        this.deadlines = deadlines;
        this.workflows = workflows;
        this.clock = clock;
    }

    @Get("/deadlines")
    Page<DeadlineInfo> deadlines(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        return Parameters.page(deadlines.list(
                wanted(parameters, DeadlineInfo.State.class),
                parameters.slice(SortKey.TIME, SortKey.TEXT, SortKey.TEXT, SortKey.TEXT)));
    }

    @Get("/alerts")
    Page<AlertInfo> alerts(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        return Parameters.page(
                alerts.alerts(wanted(parameters, AlertInfo.State.class), parameters.slice(SortKey.TIME, SortKey.TEXT)));
    }

    @Get("/deliveries")
    Page<DeliveryInfo> deliveries(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        return Parameters.page(alerts.deliveries(
                wanted(parameters, DeliveryInfo.State.class), parameters.slice(SortKey.TIME, SortKey.TEXT)));
    }

    @Get("/deliveries/{delivery}")
    DeliveryInfo delivery(String delivery) {
        return alerts.delivery(delivery).orElseThrow(() -> Problems.notFound("delivery", delivery));
    }

    /** Sends something, and so is no question; nothing else of this service does. */
    @Post("/workflows/{namespace}/{workflow}/alerts/test")
    List<DeliveryInfo> test(String namespace, String workflow) {
        WorkflowRef ref = Names.workflow(namespace, workflow);
        if (workflows.deployed(ref).isEmpty()) {
            throw Problems.notFound("workflow", ref.toString());
        }
        return alerts.test(ref, clock.instant());
    }

    private static <E extends Enum<E>> AlertQueries.Wanted wanted(Parameters parameters, Class<E> states) {
        return new AlertQueries.Wanted(
                parameters.name("namespace"), parameters.name("workflow"), parameters.oneOf("state", states));
    }
}
