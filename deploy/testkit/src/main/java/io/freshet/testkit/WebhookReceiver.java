package io.freshet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever is posted to it, as a receiver of alerts does. Thread-safe. */
public final class WebhookReceiver implements AutoCloseable {
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    /** One at a free port of this machine alone. */
    public static WebhookReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        WebhookReceiver receiver = new WebhookReceiver(server);
        server.createContext("/", exchange -> {
            receiver.received.add(EventJson.mapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return receiver;
    }

    /** The bodies that it has taken, in their order; more may come. */
    public List<JsonNode> received() {
        return received;
    }

    /** The secret by which an alert posts to it. */
    public String secret() {
        return "url=http://127.0.0.1:%d/\nkey=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"
                .formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
