package io.freshet.contracts.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A service to call, and the connections to it. Thread-safe. */
final class RestServer implements AutoCloseable {
    static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final URI address;
    private final @Nullable String token;
    private volatile @Nullable HttpClient http;

    private RestServer(URI address, @Nullable String token) {
        this.address = address;
        this.token = token;
    }

    static RestServer at(URI address, @Nullable String token) {
        return new RestServer(address, token);
    }

    /** {@code http://host:port}. */
    URI address() {
        return address;
    }

    /** That the service asks its callers for; null: it asks for none. */
    @Nullable
    String token() {
        return token;
    }

    /** Made when it is needed first: a command that only asks does without, which saves half of its processor time. */
    HttpClient http() {
        HttpClient made = http;
        if (made == null) {
            synchronized (this) {
                made = http;
                if (made == null) {
                    made = client();
                    http = made;
                }
            }
        }
        return made;
    }

    private HttpClient client() {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
        return "http".equals(address.getScheme())
                ? client.sslContext(trustingNobody()).build()
                : client.build();
    }

    /** For connections without TLS, which would have all certificates of the platform read nevertheless. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    @Override
    public void close() {
        HttpClient made = http;
        if (made != null) {
            made.close();
        }
    }
}
