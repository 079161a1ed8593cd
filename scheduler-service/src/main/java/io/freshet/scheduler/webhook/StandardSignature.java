package io.freshet.scheduler.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.freshet.contracts.upstream.EventData;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: id, time and body are signed together, and the time may be five minutes
 * from now, so that what somebody has recorded is of no use for longer.
 */
final class StandardSignature implements WebhookSignature {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";

    /** What an event is called whose body does not say. */
    private static final String NAMELESS = "delivery";

    @Override
    public Verdict check(List<String> secrets, WebhookRequest request) {
        byte[] body = request.body();
        String payload = new String(body, StandardCharsets.UTF_8);
        HttpHeaders headers = headers(request);
        String reason = "";
        boolean isGenuine = false;
        for (String secret : secrets) {
            try {
                new Webhook(secret).verify(payload, headers);
                isGenuine = true;
            } catch (WebhookVerificationException e) {
                reason = String.valueOf(e.getMessage());
            } catch (EmptyWebhookSecretException e) {
                throw new IllegalArgumentException(e);
            }
        }
        if (!isGenuine) {
            return new Verdict.Forged(reason);
        }
        return new Verdict.Genuine(
                request.header(ID).orElseThrow(),
                event(body),
                Instant.ofEpochSecond(Long.parseLong(request.header(TIMESTAMP).orElseThrow())),
                null);
    }

    private static HttpHeaders headers(WebhookRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : List.of(ID, TIMESTAMP, SIGNATURE)) {
            request.header(name).ifPresent(value -> headers.put(name, List.of(value)));
        }
        return HttpHeaders.of(headers, (_, _) -> true);
    }

    private static String event(byte[] body) {
        return EventData.of(body)
                .json()
                .map(json -> json.path("type"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElse(NAMELESS);
    }
}
