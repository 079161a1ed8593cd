package io.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands for scheduler and audit: answers every request with JSON, of which a {@link Problem} has its own status. */
public final class AnsweringServer implements AutoCloseable {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Answers answers;
    private final HttpServer server;

    /** What is answered. */
    @FunctionalInterface
    public interface Answers {
        Object to(String method, URI request);
    }

    public AnsweringServer(Answers answers) throws IOException {
        this.answers = answers;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests so far, each as its method, a space, and its path with the query. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        asked.add(method + " " + exchange.getRequestURI());
        exchange.getRequestBody().readAllBytes();
        Object answer = answers.to(method, exchange.getRequestURI());
        byte[] body = EventJson.mapper().writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer instanceof Problem problem ? problem.status() : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
