package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With what the chart configures for OAUTHBEARER, and the libraries that services have, a client gets its token. */
final class OauthLoginTest {
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                    .formatted(token())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(ALLOWED);
        server.stop(0);
    }

    @Test
    void a_client_fetches_a_token_with_client_id_and_secret() throws IOException {
        String endpoint =
                "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort());
        Map<String, Object> properties = ConfigurationTest.clientProperties(ValueSet.OAUTH);
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.oauthbearer.token.endpoint.url", endpoint);
        System.setProperty(ALLOWED, endpoint);

        Admin.create(properties).close();

        String credentials =
                Base64.getEncoder().encodeToString("the-user:the-password".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("Basic " + credentials, "grant_type=client_credentials&scope=kafka"), asked);
    }

    private static String token() {
        long now = Instant.now().getEpochSecond();
        return encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
                + "."
                + encoded("{\"sub\":\"freshet\",\"scope\":\"kafka\",\"iat\":%d,\"exp\":%d}".formatted(now, now + 3_600))
                + "."
                + encoded("signature");
    }

    private static String encoded(String part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }
}
