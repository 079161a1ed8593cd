package io.freshet.contracts.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service to call, and the connections to it. Thread-safe.
 *
 * @param address {@code http://host:port}
 * @param token that the service asks its callers for; null: it asks for none
 */
record RestServer(URI address, @Nullable String token, HttpClient http) implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    static RestServer at(URI address, @Nullable String token) {
        return new RestServer(
                address,
                token,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_WITHIN)
                        .build());
    }

    @Override
    public void close() {
        http.close();
    }
}
