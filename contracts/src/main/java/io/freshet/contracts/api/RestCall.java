package io.freshet.contracts.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.envelope.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A call of a service's REST API in the making: path segments, query parameters and headers, escaped as they are added. */
final class RestCall {
    private static final String UNKNOWN = "unknown";

    private final StringBuilder path = new StringBuilder();
    private final StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    private final List<String> headers = new ArrayList<>();

    private RestCall() {}

    static RestCall to(String... segments) {
        RestCall call = new RestCall();
        for (String segment : segments) {
            call.path.append('/').append(escaped(segment));
        }
        return call;
    }

    /** Adds a query parameter, unless the value is null. */
    RestCall with(String name, @Nullable Object value) {
        if (value != null) {
            query.add(name + "=" + escaped(value.toString()));
        }
        return this;
    }

    <T> T get(RestServer server, Duration limit, TypeReference<T> type) throws IOException {
        try (InputStream body = open(server, limit)) {
            return read(server.address(), body, type);
        }
    }

    private static <T> T read(URI base, InputStream body, TypeReference<T> type) throws IOException {
        try {
            return EventJson.mapper().readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new UnreachableException(base, "what answers there is not this service, or of another version", e);
        }
    }

    /** Adds a header. */
    RestCall header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    /** Sends a body and reads the answer as JSON. */
    <T> T send(
            String method, HttpRequest.BodyPublisher content, RestServer server, Duration limit, TypeReference<T> type)
            throws IOException {
        try (InputStream body =
                open(request(server, limit).method(method, content).build(), server.http())) {
            return read(server.address(), body, type);
        }
    }

    /**
     * Opens the answer's body, which the caller closes.
     *
     * @param limit until the answer begins
     */
    InputStream open(RestServer server, Duration limit) throws IOException {
        return open(request(server, limit).GET().build(), server.http());
    }

    private HttpRequest.Builder request(RestServer server, Duration limit) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(server.address())).timeout(limit);
        if (server.token() != null) {
            request.header("Authorization", "Bearer " + server.token());
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return request;
    }

    private static InputStream open(HttpRequest request, HttpClient http) throws IOException {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            try (InputStream body = response.body()) {
                throw new ProblemException(problem(response.statusCode(), body.readAllBytes()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + request.uri());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(request.uri().resolve("/"), reason(e), e);
        }
    }

    /** The client's own exceptions often have no message. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "it did not take the connection in time";
            case HttpTimeoutException _ -> "it did not answer in time";
            case ConnectException refused
            when refused.getCause() instanceof ConnectException inner
                    && inner.getCause() instanceof UnresolvedAddressException -> "its name is not known";
            case ConnectException refused when refused.getMessage() == null -> "it refuses the connection";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }

    private URI address(URI base) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path + query);
    }

    private static Problem problem(int status, byte[] body) {
        try {
            Problem problem = EventJson.mapper().readValue(body, Problem.class);
            if (problem != null && problem.code() != null) {
                return problem;
            }
        } catch (JsonProcessingException e) {
            return unexpected(status, body);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        return unexpected(status, body);
    }

    private static Problem unexpected(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return Problem.of(
                status, UNKNOWN, UNKNOWN, text.isBlank() ? "the service answered with status " + status : text);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
