package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks after webhooks, over REST. Every method throws {@link ProblemException} if the service refuses, {@link UnreachableException} if it cannot be
 * reached, and {@link IOException} if it does not answer as it should. Thread-safe.
 */
public final class WebhookClient {
    private final SchedulerCalls calls;

    WebhookClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /**
     * The webhooks of a namespace, by workflow and name.
     *
     * @param cursor where to go on; null: from the first
     */
    public Page<WebhookInfo> list(String namespace, @Nullable String cursor) throws IOException {
        return calls.get(
                SchedulerCalls.namespace(namespace, "webhooks").with("cursor", cursor), new TypeReference<>() {});
    }

    /**
     * What was sent to a webhook, newest first.
     *
     * @param cursor where to go on; null: from the newest
     * @param limit how many at the most, 1 to 1,000
     */
    public Page<WebhookDelivery> deliveries(WorkflowRef workflow, String webhook, @Nullable String cursor, int limit)
            throws IOException {
        return calls.get(
                SchedulerCalls.workflow(workflow, "webhooks", webhook, "deliveries")
                        .with("cursor", cursor)
                        .with("limit", limit),
                new TypeReference<>() {});
    }

    /** Sends a delivery that was taken again, as a new event: what it asks for is asked for once more. */
    public WebhookDelivery sendAgain(WorkflowRef workflow, String webhook, String delivery) throws IOException {
        return calls.send(
                "POST",
                SchedulerCalls.workflow(workflow, "webhooks", webhook, "deliveries", delivery, "again"),
                null,
                new TypeReference<>() {});
    }
}
