package io.freshet.audit.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.AlertSpec;
import java.util.Map;
import java.util.function.Function;

/** Sends messages by the channel that each is for. Thread-safe. */
public final class ChannelSender implements MessageSender, AutoCloseable {
    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

    private final AlertSecrets secrets;
    private final MailSender mail;
    private final HttpPoster poster;

    public ChannelSender(AlertSecrets secrets, AddressRule addresses, MailSender mail) {
        this.secrets = secrets;
        this.mail = mail;
        this.poster = new HttpPoster(addresses);
    }

    @Override
    public SendOutcome send(Delivery delivery) {
        return switch (delivery.channel()) {
            case AlertSpec.Webhook(String secret) ->
                with(delivery, secret, "url", url -> with(delivery, secret, "key", key -> webhook(delivery, url, key)));
            case AlertSpec.Slack(String secret) ->
                with(delivery, secret, "url", url -> poster.post(url, delivery.body(), Map.of()));
            case AlertSpec.PagerDuty(String secret, AlertSpec.PagerDuty.Severity _) ->
                with(delivery, secret, "key", key -> pagerDuty(delivery, secret, key));
            case AlertSpec.Email email -> mail.send(delivery, email);
        };
    }

    private SendOutcome with(Delivery delivery, String secret, String key, Function<String, SendOutcome> send) {
        return switch (secrets.entry(delivery.workflow().namespace(), secret, key)) {
            case AlertSecrets.Entry.Value(String text) -> send.apply(text);
            case AlertSecrets.Entry.Missing(String reason) -> new SendOutcome.Failed(reason);
        };
    }

    private SendOutcome webhook(Delivery delivery, String url, String key) {
        try {
            long second = delivery.at().getEpochSecond();
            return poster.post(
                    url,
                    delivery.body(),
                    Map.of(
                            "webhook-id", delivery.id(),
                            "webhook-timestamp", Long.toString(second),
                            "webhook-signature", new Webhook(key).sign(delivery.id(), second, delivery.body())));
        } catch (WebhookSigningException | EmptyWebhookSecretException | IllegalArgumentException e) {
            // What it says might quote the key.
            return new SendOutcome.Failed("the secret's key cannot sign: write it as whsec_ and base64");
        }
    }

    /** The address may be another one, such as that of the European region. */
    private SendOutcome pagerDuty(Delivery delivery, String secret, String key) {
        String url = secrets.entry(delivery.workflow().namespace(), secret, "url")
                        instanceof AlertSecrets.Entry.Value(String text)
                ? text
                : PAGERDUTY;
        try {
            ObjectNode event = (ObjectNode) EventJson.mapper().readTree(delivery.body());
            return poster.post(url, event.put("routing_key", key).toString(), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message was stored that is no JSON", e);
        }
    }

    @Override
    public void close() {
        poster.close();
    }
}
