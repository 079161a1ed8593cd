package io.freshet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes whatever is posted to it, as a receiver of alerts does. Thread-safe. */
public final class WebhookReceiver implements AutoCloseable {
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile CountDownLatch answering = new CountDownLatch(0);

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    /** One at a free port of this machine alone. */
    public static WebhookReceiver start() throws IOException {
        return start(0);
    }

    /** One at a port of this machine alone; 0: at a free one. */
    public static WebhookReceiver start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        WebhookReceiver receiver = new WebhookReceiver(server);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        ids.add(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")));
        received.add(EventJson.mapper().readTree(exchange.getRequestBody()));
        try {
            answering.await();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** The bodies that it has taken, in their order; more may come. */
    public List<JsonNode> received() {
        return received;
    }

    /** The ids that its messages came with, in their order; those of one message that is sent again are equal. */
    public List<String> ids() {
        return ids;
    }

    /** From now on it takes a message and does not answer, until it is released. */
    public void hold() {
        answering = new CountDownLatch(1);
    }

    /** Answers what it has not answered, and whatever comes. */
    public void release() {
        answering.countDown();
    }

    /** Where it takes what is posted, below any path. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The secret by which an alert posts to it. */
    public String secret() {
        return secret(server.getAddress().getPort());
    }

    /** The secret by which an alert posts to one at a port. */
    public static String secret(int port) {
        return "url=http://127.0.0.1:%d/\nkey=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n".formatted(port);
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
