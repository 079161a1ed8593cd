package io.freshet.scheduler.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.standardwebhooks.Webhook;
import io.freshet.contracts.spec.WebhookScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY =
            "{\"type\": \"claims.delivered\", \"data\": {\"rows\": 12, \"site\": \"Zürich\"}}";

    @Test
    void standard_webhooks_are_taken_with_any_of_the_secrets_and_named_by_their_type() throws Exception {
        long now = Instant.now().getEpochSecond();

        for (List<String> secrets : List.of(List.of(SECRET), List.of("whsec_b3RoZXI=", SECRET))) {
            Verdict.Genuine genuine = assertInstanceOf(
                    Verdict.Genuine.class, check(WebhookScheme.STANDARD, secrets, signed("msg_1", now, BODY), BODY));

            assertEquals("msg_1", genuine.delivery());
            assertEquals("claims.delivered", genuine.event());
            assertEquals(Instant.ofEpochSecond(now), genuine.time());
        }
        assertEquals(
                "delivery",
                assertInstanceOf(
                                Verdict.Genuine.class,
                                check(WebhookScheme.STANDARD, List.of(SECRET), signed("m", now, "[1]"), "[1]"))
                        .event());
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -100_000})
    void a_standard_webhook_that_somebody_recorded_is_of_no_use_after_five_minutes(long seconds) throws Exception {
        Map<String, String> headers = signed("msg_1", Instant.now().getEpochSecond() + seconds, BODY);

        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.STANDARD, List.of(SECRET), headers, BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void what_was_changed_or_left_out_of_a_standard_webhook_is_no_signature(String header) throws Exception {
        Map<String, String> without = signed("msg_1", Instant.now().getEpochSecond(), BODY);
        without.remove(header);
        Map<String, String> changed = signed("msg_1", Instant.now().getEpochSecond(), BODY);
        changed.merge(header, "1", String::concat);

        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.STANDARD, List.of(SECRET), without, BODY));
        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.STANDARD, List.of(SECRET), changed, BODY));
        assertInstanceOf(
                Verdict.Forged.class,
                check(
                        WebhookScheme.STANDARD,
                        List.of(SECRET),
                        signed("msg_1", Instant.now().getEpochSecond(), BODY),
                        BODY + " "));
    }

    @Test
    void a_secret_that_is_none_of_the_scheme_is_no_reason_to_refuse_the_sender() {
        assertThrows(
                IllegalArgumentException.class,
                () -> check(WebhookScheme.STANDARD, List.of("whsec_not base 64!"), Map.of(), BODY));
    }

    /** The example of GitHub's documentation. */
    @Test
    void githubs_signature_is_that_of_its_documentation() {
        Map<String, String> headers = new HashMap<>(Map.of(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-GitHub-Event",
                "push"));
        List<String> secrets = List.of("another", "It's a Secret to Everybody");

        assertInstanceOf(Verdict.Incomplete.class, check(WebhookScheme.GITHUB, secrets, headers, "Hello, World!"));
        headers.put("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        Verdict.Genuine genuine =
                assertInstanceOf(Verdict.Genuine.class, check(WebhookScheme.GITHUB, secrets, headers, "Hello, World!"));

        assertEquals("72d3162e-cc78-11e3-81ab-4c9367dc0958", genuine.delivery());
        assertEquals("push", genuine.event());
        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.GITHUB, secrets, headers, "Hello, World?"));
        assertInstanceOf(
                Verdict.Forged.class, check(WebhookScheme.GITHUB, List.of("another"), headers, "Hello, World!"));
        headers.remove("X-Hub-Signature-256");
        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.GITHUB, secrets, headers, "Hello, World!"));
    }

    @Test
    void gitlabs_token_is_the_secret_and_names_events_by_their_kind() {
        Map<String, String> headers = new HashMap<>(
                Map.of("X-Gitlab-Token", "t0ken", "X-Gitlab-Event", "Merge Request Hook", "X-Gitlab-Event-UUID", "u1"));

        assertEquals(
                new Verdict.Genuine("u1", "merge request", null, null),
                check(WebhookScheme.GITLAB, List.of("new", "t0ken"), headers, "{}"));
        headers.put("Idempotency-Key", "k1");
        assertEquals(
                new Verdict.Genuine("k1", "merge request", null, null),
                check(WebhookScheme.GITLAB, List.of("t0ken"), headers, "{}"));
        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.GITLAB, List.of("t0ke"), headers, "{}"));
        headers.remove("X-Gitlab-Token");
        assertInstanceOf(Verdict.Forged.class, check(WebhookScheme.GITLAB, List.of("t0ken"), headers, "{}"));
        assertInstanceOf(
                Verdict.Incomplete.class,
                check(WebhookScheme.GITLAB, List.of("t0ken"), Map.of("x-gitlab-token", "t0ken"), "{}"));
    }

    private static Verdict check(WebhookScheme scheme, List<String> secrets, Map<String, String> headers, String body) {
        return WebhookSignature.of(scheme)
                .check(secrets, new WebhookRequest(headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> signed(String id, long time, String body) throws Exception {
        return new HashMap<>(Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(time),
                "webhook-signature", new Webhook(SECRET).sign(id, time, body)));
    }
}
