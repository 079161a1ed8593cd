package io.freshet.scheduler.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** GitLab's: the secret itself is sent, so that whoever sees one request can make others. It is to come by TLS alone. */
final class GitlabToken implements WebhookSignature {
    private static final String HOOK = " hook";

    @Override
    public Verdict check(List<String> secrets, WebhookRequest request) {
        byte[] given = request.header("x-gitlab-token").orElse("").getBytes(StandardCharsets.UTF_8);
        boolean isGenuine = false;
        for (String secret : secrets) {
            isGenuine |= MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given);
        }
        if (!isGenuine) {
            return new Verdict.Forged("the header X-Gitlab-Token is not the secret that the service has");
        }
        Optional<String> delivery = request.header("idempotency-key").or(() -> request.header("x-gitlab-event-uuid"));
        return delivery.<Verdict>map(id -> new Verdict.Genuine(id, event(request), null, null))
                .orElseGet(() -> new Verdict.Incomplete(
                        "the header X-Gitlab-Event-UUID is missing: send one id for each delivery"));
    }

    /** {@code Merge Request Hook} is {@code merge_request}. */
    private static String event(WebhookRequest request) {
        String name = request.header("x-gitlab-event").orElse("event").toLowerCase(Locale.ROOT);
        return name.endsWith(HOOK) ? name.substring(0, name.length() - HOOK.length()) : name;
    }
}
