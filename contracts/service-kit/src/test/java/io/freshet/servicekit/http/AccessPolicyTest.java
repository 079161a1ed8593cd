package io.freshet.servicekit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.api.Problem;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final InetAddress REACHED = InetAddress.ofLiteral("198.51.100.7");
    private static final AccessPolicy OPEN =
            new AccessPolicy(List.of("Freshet.Example.ORG"), List.of("https://ui.example.org"), null);
    private static final AccessPolicy CLOSED = new AccessPolicy(List.of(), List.of(), TOKEN);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:7070",
                "LOCALHOST:7070",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.255.3.4:65535",
                "[::1]",
                "[::1]:7070",
                "freshet.example.org",
                "freshet.example.org:443",
                "198.51.100.7:8080"
            })
    void own_names_come_in(String host) {
        assertEquals(0, status(OPEN, List.of(host), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:7070",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "evil.example#localhost",
                "evil.example/localhost",
                "localhost evil.example",
                "127.1",
                "0x7f.0.0.1",
                "127.0.0.01",
                "2130706433",
                "0.0.0.0",
                "192.0.2.1",
                "[::]",
                "[::ffff:127.0.0.1]",
                "xfreshet.example.org",
                "freshet.example.org.",
                "localhost:evil",
                "localhost:1:2"
            })
    void foreign_names_do_not(String host) {
        assertEquals(421, status(OPEN, List.of(host), List.of(), List.of()));
    }

    @Test
    void no_name_or_two_are_foreign() {
        assertEquals(421, status(OPEN, List.of(), List.of(), List.of()));
        assertEquals(421, status(OPEN, List.of("localhost", "evil.example"), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://localhost",
                "http://localhost:7071",
                "http://127.0.0.1:7070",
                "file://",
                "http://localhost:7070.evil.example",
                "https://ui.example.org:8443",
                ""
            })
    void pages_of_other_origins_do_not_come_in(String origin) {
        assertEquals(403, status(OPEN, List.of("localhost:7070"), List.of(origin), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:7070", "https://LOCALHOST:7070", "https://ui.example.org"})
    void own_pages_and_configured_ones_do(String origin) {
        assertEquals(0, status(OPEN, List.of("localhost:7070"), List.of(origin), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdefg",
                "Basic 0123456789abcdef",
                TOKEN
            })
    void without_the_token_nobody_comes_in_where_there_is_one(String authorization) {
        assertEquals(401, status(CLOSED, List.of("localhost"), List.of(), List.of(authorization)));
        assertEquals(401, status(CLOSED, List.of("localhost"), List.of(), List.of()));
    }

    @Test
    void with_the_token_one_does_and_not_with_two() {
        assertEquals(0, status(CLOSED, List.of("localhost"), List.of(), List.of("Bearer " + TOKEN)));
        assertEquals(0, status(CLOSED, List.of("localhost"), List.of(), List.of("bearer " + TOKEN)));
        assertEquals(401, status(CLOSED, List.of("localhost"), List.of(), List.of("Bearer " + TOKEN, "Bearer x")));
    }

    private static int status(AccessPolicy policy, List<String> host, List<String> origin, List<String> token) {
        return policy.check(REACHED, host, origin, token).map(Problem::status).orElse(0);
    }

    @Test
    void a_refusal_says_what_to_do() {
        Optional<Problem> refusal = OPEN.check(REACHED, List.of("evil.example"), List.of(), List.of());

        assertEquals(
                "The service does not go by the name in the header Host: use localhost, or add the name to freshet.http.hosts.",
                refusal.orElseThrow().detail());
    }
}
