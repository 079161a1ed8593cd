package io.freshet.scheduler.http;

import io.freshet.contracts.api.EventsAccepted;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.api.WebhookInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.webhook.WebhookRequest;
import io.freshet.scheduler.webhook.Webhooks;
import io.freshet.servicekit.failure.UnavailableException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks: deliveries, which come in by their signature alone, and what became of them. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WebhookController {
    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Post("/webhooks/{namespace}/{workflow}/{webhook}")
    @Consumes(MediaType.ALL)
    @Status(HttpStatus.ACCEPTED)
    EventsAccepted receive(
            String namespace,
            String workflow,
            String webhook,
            HttpRequest<?> request,
            @Nullable @Body InputStream body) {
        WorkflowRef ref = Parameters.workflow(namespace, workflow);
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach((name, values) -> headers.put(name, values.getLast()));
        return EventsAccepted.of(List.of(
                webhooks.receive(ref, Parameters.webhook(webhook), new WebhookRequest(headers, content(body)))));
    }

    private static byte[] content(@Nullable InputStream body) {
        if (body == null) {
            return new byte[0];
        }
        try (body) {
            byte[] content = body.readNBytes(Webhooks.MAX_BYTES + 1);
            if (content.length > Webhooks.MAX_BYTES) {
                // Many clients read no answer before they have sent it all.
                body.transferTo(OutputStream.nullOutputStream());
                throw Problems.deliveryTooLarge();
            }
            return content;
        } catch (IOException e) {
            throw new UnavailableException("the delivery could not be received: " + e.getMessage(), e);
        }
    }

    @Get("/namespaces/{namespace}/webhooks")
    Page<WebhookInfo> list(String namespace, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return webhooks.list(Parameters.namespace(namespace), cursor, Parameters.limit(limit));
    }

    @Get("/namespaces/{namespace}/workflows/{name}/webhooks/{webhook}/deliveries")
    Page<WebhookDelivery> deliveries(
            String namespace,
            String name,
            String webhook,
            @Nullable @QueryValue String cursor,
            @Nullable @QueryValue Integer limit) {
        return webhooks.deliveries(
                Parameters.workflow(namespace, name),
                Parameters.webhook(webhook),
                Parameters.numberCursor(cursor),
                Parameters.limit(limit));
    }

    @Post(
            value = "/namespaces/{namespace}/workflows/{name}/webhooks/{webhook}/deliveries/{delivery}/again",
            consumes = "*/*")
    WebhookDelivery sendAgain(
            String namespace,
            String name,
            String webhook,
            String delivery,
            @Nullable @Header(User.HEADER) String user) {
        var _ = User.require(user);
        return webhooks.sendAgain(Parameters.workflow(namespace, name), Parameters.webhook(webhook), delivery);
    }
}
