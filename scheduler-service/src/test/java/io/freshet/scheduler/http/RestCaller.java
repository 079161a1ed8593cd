package io.freshet.scheduler.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Calls the API as anybody may, well or badly formed. */
final class RestCaller implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    RestCaller(URI address) {
        this.address = address;
    }

    /**
     * @param body empty if there is none
     * @param with changes the request
     */
    HttpResponse<byte[]> send(String method, String path, String body, UnaryOperator<HttpRequest.Builder> with)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        return http.send(with.apply(request).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends an archive on behalf of a user. */
    HttpResponse<byte[]> upload(String path, byte[] archive) throws IOException, InterruptedException {
        HttpRequest request = alice(HttpRequest.newBuilder(address.resolve(path)))
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(archive))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    static HttpRequest.Builder alice(HttpRequest.Builder request) {
        return request.header("X-Freshet-User", "alice");
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return EventJson.mapper().readTree(answer.body());
    }

    static void assertProblem(HttpResponse<byte[]> answer, int status, String code) throws IOException {
        assertEquals(status, answer.statusCode(), () -> text(answer));
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(code, json(answer).get("code").asText());
        assertTrue(!json(answer).get("detail").asText().isBlank());
    }

    @Override
    public void close() {
        http.close();
    }
}
