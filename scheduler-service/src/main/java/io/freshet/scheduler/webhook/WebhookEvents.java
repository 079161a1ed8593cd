package io.freshet.scheduler.webhook;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WebhookScheme;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.WebhookEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes events of upstream systems of what webhooks are sent. Pure. */
final class WebhookEvents {
    private static final int LONGEST_NAME = 100;

    private WebhookEvents() {}

    /**
     * The event of a delivery: its data is the body, as it came.
     *
     * @return invalid if the body is no JSON, or the id cannot be one
     */
    static Checked<UpstreamEvent> of(
            WorkflowRef workflow, String webhook, WebhookScheme scheme, Verdict.Genuine genuine, byte[] body) {
        if (EventData.of(body).json().isEmpty()) {
            return Checked.invalid(
                    "body", "it is no JSON in UTF-8", "let the sender use the content type application/json");
        }
        Map<String, String> attributes = new HashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", genuine.delivery());
        attributes.put("source", WebhookEvent.source(workflow, webhook));
        attributes.put(
                "type",
                WebhookEvent.TYPE_PREFIX + scheme.name().toLowerCase(Locale.ROOT) + "." + name(genuine.event()));
        attributes.put("datacontenttype", "application/json");
        Instant time = genuine.time();
        if (time != null) {
            attributes.put("time", time.toString());
        }
        return UpstreamEvent.binary(attributes, body);
    }

    /** Letters, digits, dots, hyphens and underscores, as a type has them. */
    private static String name(String event) {
        String plain = event.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    }
}
