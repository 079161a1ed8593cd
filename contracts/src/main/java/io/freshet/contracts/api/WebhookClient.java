package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks after webhooks, over REST. Every method throws {@link ProblemException} if the service refuses, {@link UnreachableException} if it cannot be
 * reached, and {@link IOException} if it does not answer as it should. Thread-safe.
 */
public final class WebhookClient {
    private static final Duration PROMPT = Duration.ofSeconds(30);

    private final RestServer server;
    private final String user;

    WebhookClient(RestServer server, String user) {
        this.server = server;
        this.user = user;
    }

    /**
     * The webhooks of a namespace, by workflow and name.
     *
     * @param cursor where to go on; null: from the first
     */
    public Page<WebhookInfo> list(String namespace, @Nullable String cursor) throws IOException {
        return RestCall.to("api", "v1", "namespaces", namespace, "webhooks")
                .with("cursor", cursor)
                .get(server, PROMPT, new TypeReference<>() {});
    }

    /**
     * What was sent to a webhook, newest first.
     *
     * @param cursor where to go on; null: from the newest
     * @param limit how many at the most, 1 to 1,000
     */
    public Page<WebhookDelivery> deliveries(WorkflowRef workflow, String webhook, @Nullable String cursor, int limit)
            throws IOException {
        return webhook(workflow, webhook, "deliveries")
                .with("cursor", cursor)
                .with("limit", limit)
                .get(server, PROMPT, new TypeReference<>() {});
    }

    /** Sends a delivery that was taken again, as a new event: what it asks for is asked for once more. */
    public WebhookDelivery sendAgain(WorkflowRef workflow, String webhook, String delivery) throws IOException {
        return webhook(workflow, webhook, "deliveries", delivery, "again")
                .header(SchedulerClient.USER, user)
                .send("POST", HttpRequest.BodyPublishers.noBody(), server, PROMPT, new TypeReference<>() {});
    }

    private static RestCall webhook(WorkflowRef workflow, String webhook, String... more) {
        List<String> segments = new ArrayList<>(List.of(
                "api",
                "v1",
                "namespaces",
                workflow.namespace(),
                "workflows",
                workflow.workflow(),
                "webhooks",
                webhook));
        segments.addAll(List.of(more));
        return RestCall.to(segments.toArray(String[]::new));
    }
}
