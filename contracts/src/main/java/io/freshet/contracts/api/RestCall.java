package io.freshet.contracts.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A call of a service's REST API in the making: path segments, query parameters and headers, escaped as they are added. */
final class RestCall {
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

    /**
     * Asks for a document.
     *
     * @param limit until the answer begins, and then for each further piece of it
     */
    <T> T get(RestServer server, Duration limit, TypeReference<T> type) throws IOException {
        URI address = address(server.address());
        try (InputStream body = ask(address, server, limit)) {
            return read(server.address(), body, type);
        } catch (SocketTimeoutException e) {
            throw unreachable(address, e);
        }
    }

    /**
     * Opens an answer that goes on, which the caller closes.
     *
     * @param limit until the answer begins, and then for each further piece of it: after that long, reading fails
     */
    InputStream stream(RestServer server, Duration limit) throws IOException {
        return ask(address(server.address()), server, limit);
    }

    /** With the platform's older client, which starts in an eighth of the time of the newer one and is enough for this. */
    private InputStream ask(URI address, RestServer server, Duration limit) throws IOException {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout((int) RestServer.CONNECT_WITHIN.toMillis());
            connection.setReadTimeout((int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "*/*");
            if (server.token() != null) {
                connection.setRequestProperty("Authorization", "Bearer " + server.token());
            }
            for (int i = 0; i < headers.size(); i += 2) {
                connection.setRequestProperty(headers.get(i), headers.get(i + 1));
            }
            int status = connection.getResponseCode();
            if (status / 100 == 2) {
                return connection.getInputStream();
            }
            try (InputStream body = connection.getErrorStream()) {
                throw new ProblemException(problem(status, body == null ? new byte[0] : body.readAllBytes()));
            }
        } catch (IOException e) {
            throw unreachable(address, e);
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
            throw unreachable(request.uri(), e);
        }
    }

    private static UnreachableException unreachable(URI address, IOException failure) {
        return new UnreachableException(address.resolve("/"), reason(failure), failure);
    }

    /** The client's own exceptions often have no message. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "it did not take the connection in time";
            case HttpTimeoutException _ -> "it did not answer in time";
            case SocketTimeoutException late
            when "Connect timed out".equals(late.getMessage()) -> "it did not take the connection in time";
            case SocketTimeoutException _ -> "it did not answer in time";
            case SSLException _ -> "it does not take part in TLS (%s)".formatted(failure.getMessage());
            case UnknownHostException _ -> "its name is not known";
            case ConnectException refused
            when "Connection refused".equals(refused.getMessage()) -> "it refuses the connection";
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
        return Problem.ofStatus(
                status,
                ProblemCode.UNEXPECTED_ANSWER,
                text.isBlank() ? "the service answered with status " + status : text,
                List.of());
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
