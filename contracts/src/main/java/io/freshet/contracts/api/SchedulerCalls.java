package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the scheduler, as its clients have them in common. Thread-safe.
 *
 * @param user on whose behalf is asked
 */
record SchedulerCalls(RestServer server, String user) {
    /** Who asks; every request that changes something must have it. */
    private static final String USER = "X-Freshet-User";

    private static final String REQUEST_ID = "Idempotency-Key";
    private static final Duration PROMPT = Duration.ofSeconds(30);

    static RestCall namespace(String namespace, String... more) {
        List<String> segments = new ArrayList<>(List.of("api", "v1", "namespaces", namespace));
        segments.addAll(List.of(more));
        return RestCall.to(segments.toArray(String[]::new));
    }

    static RestCall workflow(WorkflowRef workflow, String... more) {
        List<String> segments = new ArrayList<>(List.of("workflows", workflow.workflow()));
        segments.addAll(List.of(more));
        return namespace(workflow.namespace(), segments.toArray(String[]::new));
    }

    /** A call that says who asks. */
    RestCall byUser(RestCall call) {
        return call.header(USER, user);
    }

    <T> T get(RestCall call, TypeReference<T> answer) throws IOException {
        return call.get(server, PROMPT, answer);
    }

    /** Every page of a list. */
    <T> List<T> all(Supplier<RestCall> call, TypeReference<Page<T>> answer) throws IOException {
        List<T> items = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = get(call.get().with("cursor", cursor), answer);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    /**
     * Asks for something to be done.
     *
     * @param body written as JSON; null: none
     */
    <T> T send(String method, RestCall call, @Nullable Object body, TypeReference<T> answer) throws IOException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(EventJson.mapper().writeValueAsBytes(body));
        return byUser(call).header("Content-Type", "application/json").send(method, publisher, server, PROMPT, answer);
    }

    /** As {@link #send(String, RestCall, Object, TypeReference)}, where the answer says nothing new. */
    void send(String method, RestCall call, @Nullable Object body) throws IOException {
        send(method, call, body, new TypeReference<Map<String, Object>>() {});
    }

    /**
     * Asks for something to be done once.
     *
     * @param requestId asking again with the same one asks for the same; null: the service draws one
     */
    <T> T order(RestCall call, Object order, @Nullable String requestId, TypeReference<T> answer) throws IOException {
        return send("POST", requestId == null ? call : call.header(REQUEST_ID, requestId), order, answer);
    }
}
